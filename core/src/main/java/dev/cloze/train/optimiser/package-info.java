/** How weights follow their gradients, and how fast. Start at {@link dev.cloze.train.optimiser.Optimiser}. */
@NullMarked
package dev.cloze.train.optimiser;

import org.jspecify.annotations.NullMarked;
