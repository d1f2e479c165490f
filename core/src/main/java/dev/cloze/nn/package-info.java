/** Layers: projection, norm, feed-forward, experts, dropout. Start at {@link dev.cloze.nn.Weights}. */
@NullMarked
package dev.cloze.nn;

import org.jspecify.annotations.NullMarked;
