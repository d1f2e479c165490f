/**
 * T5's token preprocessors with TensorFlow's random numbers: the same masks, noise and segments, number for number. Start
 * at {@link dev.cloze.objective.seqio.Preprocessor}; {@link dev.cloze.objective.seqio.task.SeqioTask} runs them.
 */
@NullMarked
package dev.cloze.objective.seqio;

import org.jspecify.annotations.NullMarked;
