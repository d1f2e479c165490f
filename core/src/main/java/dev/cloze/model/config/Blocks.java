package dev.cloze.model.config;

import dev.cloze.nn.attention.Attention;

/**
 * The blocks of a network that write, or all there are.
 *
 * @param stacks 2 where an encoder stands before them, else 1
 * @param layers how many there are
 * @param heads the heads of each
 * @param dModel width of the stream
 */
public record Blocks(int stacks, int layers, Attention.Heads heads, int dModel) {}
