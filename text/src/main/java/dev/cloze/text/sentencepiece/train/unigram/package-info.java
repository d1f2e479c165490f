/** Unigram pieces by expectation maximisation and pruning. Start at {@link dev.cloze.text.sentencepiece.train.unigram.UnigramTraining}. */
@NullMarked
package dev.cloze.text.sentencepiece.train.unigram;

import org.jspecify.annotations.NullMarked;
