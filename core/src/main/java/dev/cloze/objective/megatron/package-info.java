/**
 * Megatron's masked samples for T5 and BERT, number for number. Start at {@link dev.cloze.objective.megatron.NgramMasking}.
 */
@NullMarked
package dev.cloze.objective.megatron;

import org.jspecify.annotations.NullMarked;
