/** Tasks as batches: all that lies between a run's words and its first step. Start at {@link dev.cloze.batch.load.DataLoader}. */
@NullMarked
package dev.cloze.batch.load;

import org.jspecify.annotations.NullMarked;
