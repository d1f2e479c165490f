/**
 * Megatron's masked samples for T5 and BERT, number for number. Start at {@link dev.cloze.objective.span.NgramMasking}.
 */
@NullMarked
package dev.cloze.seqio.megatron;

import org.jspecify.annotations.NullMarked;
