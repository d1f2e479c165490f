/**
 * Batches as two Python collators make them, number for number and flaw for flaw: text-denoising's and the one for T5 that
 * transformers' example and nanoT5 share. Start at {@link dev.cloze.seqio.collator.TextDenoisingCollator}.
 */
@NullMarked
package dev.cloze.seqio.collator;

import org.jspecify.annotations.NullMarked;
