package dev.cloze.batch;

import java.util.List;

/**
 * What a group of documents was cut into.
 *
 * @param segments in the order in which examples are made
 * @param source the source of the last document, empty where there is none
 * @param skipped what was too short
 */
record Segments(List<Segment> segments, String source, Skipped skipped) {}
