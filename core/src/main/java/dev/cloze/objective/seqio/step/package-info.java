/** The token preprocessors, one a record. Start at {@link dev.cloze.objective.seqio.step.Denoise}. */
@NullMarked
package dev.cloze.objective.seqio.step;

import org.jspecify.annotations.NullMarked;
