package dev.cloze.batch.cut;

import dev.cloze.objective.Example;
import dev.cloze.text.Tokens;

/**
 * A run of tokens that became one example.
 *
 * @param tokens what it is made of
 * @param example what was made of it
 */
public record Segment(Tokens tokens, Example example) {}
