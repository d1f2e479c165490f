package dev.cloze.data.step;

/**
 * What happens to a task's documents before they are learnt from: to their fields first, then to their tokens. Each is a
 * plain value that a run file can name.
 */
public sealed interface Step permits DocumentStep, TokenStep {}
