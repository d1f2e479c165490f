/**
 * Makes {@code spiece.model} files from text: unigram and BPE vocabularies. Start at
 * {@link dev.cloze.text.sentencepiece.train.PieceTrainer}.
 */
@NullMarked
package dev.cloze.text.sentencepiece.train;

import org.jspecify.annotations.NullMarked;
