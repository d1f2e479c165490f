package dev.cloze.generate;

/**
 * The ids that a search has to know.
 *
 * @param start what the decoder reads first
 * @param eos what ends a text
 * @param pad what fills inputs up
 */
record EdgeIds(int start, int eos, int pad) {}
