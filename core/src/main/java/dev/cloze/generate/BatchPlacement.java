package dev.cloze.generate;

import dev.cloze.tensor.ComputeDevice;

/**
 * Where a batch is computed and what fills it up.
 *
 * @param device where
 * @param pad the padding id
 */
record BatchPlacement(ComputeDevice device, int pad) {}
