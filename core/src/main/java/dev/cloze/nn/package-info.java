/** Layers: projection, norm, attention, relative bias, feed-forward, dropout. Start at {@link dev.cloze.nn.Weights}. */
@NullMarked
package dev.cloze.nn;

import org.jspecify.annotations.NullMarked;
