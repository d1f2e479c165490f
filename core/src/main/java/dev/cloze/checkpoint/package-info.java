/** Steps of a run, saved whole or not at all, to go on from. Start at {@link dev.cloze.checkpoint.Checkpoints}. */
@NullMarked
package dev.cloze.checkpoint;

import org.jspecify.annotations.NullMarked;
