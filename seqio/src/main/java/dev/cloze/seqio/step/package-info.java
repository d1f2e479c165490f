/** The token preprocessors, one a record. Start at {@link dev.cloze.seqio.step.Denoise}. */
@NullMarked
package dev.cloze.seqio.step;

import org.jspecify.annotations.NullMarked;
