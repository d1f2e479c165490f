package dev.cloze.batch.cut;

import dev.cloze.data.Material;
import dev.cloze.data.Position;
import java.util.List;

/**
 * Documents that are turned into examples together.
 *
 * @param number how many groups came before
 * @param start where the documents' feed has to be opened to read them again
 * @param end where it has to be opened to read those that follow
 * @param documents the documents
 */
public record DocumentGroup(long number, Position start, Position end, List<Material> documents) {}
