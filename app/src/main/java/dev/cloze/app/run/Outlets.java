package dev.cloze.app.run;

import dev.cloze.app.report.Display;
import dev.cloze.app.report.Journal;
import dev.cloze.checkpoint.Checkpoints;

/**
 * Where a run tells and saves.
 *
 * @param folder its folder
 * @param checkpoints what it goes on from
 * @param journal what was measured
 * @param display for someone who watches
 */
record Outlets(RunFolder folder, Checkpoints checkpoints, Journal journal, Display display) {}
