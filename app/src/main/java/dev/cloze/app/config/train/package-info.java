/** What a run file says of batches, optimisers, schedules and checkpoints. Start at {@link dev.cloze.app.config.train.Training}. */
@NullMarked
package dev.cloze.app.config.train;

import org.jspecify.annotations.NullMarked;
