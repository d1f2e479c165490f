/** Losses, optimisers, schedules and the training loop. Start at {@link dev.cloze.train.Trainer}. */
@NullMarked
package dev.cloze.train;

import org.jspecify.annotations.NullMarked;
