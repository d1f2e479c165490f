/**
 * T5's token preprocessors with TensorFlow's random numbers: the same masks, noise and segments, number for number. Start
 * at {@link dev.cloze.seqio.Preprocessor}; {@link dev.cloze.seqio.task.SeqioTask} runs them.
 */
@NullMarked
package dev.cloze.seqio;

import org.jspecify.annotations.NullMarked;
