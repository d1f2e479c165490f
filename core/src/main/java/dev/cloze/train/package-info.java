/** The training loop: batches in, changed weights out. Start at {@link dev.cloze.train.Trainer}. */
@NullMarked
package dev.cloze.train;

import org.jspecify.annotations.NullMarked;
