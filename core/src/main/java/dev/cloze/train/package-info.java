/** Losses, optimisers, schedules and the training loop. Start at {@link dev.cloze.train.Schedule}. */
@NullMarked
package dev.cloze.train;

import org.jspecify.annotations.NullMarked;
