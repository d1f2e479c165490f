/** Examples packed or padded into rectangles with segment ids. Start at {@link dev.cloze.batch.Batch}. */
@NullMarked
package dev.cloze.batch;

import org.jspecify.annotations.NullMarked;
