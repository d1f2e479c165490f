/**
 * The SentencePiece engine on bytes and arrays: the model file, its normaliser and the unigram and BPE segmenters.
 * Used through {@link dev.cloze.text.SentencePieceTokenizer}; start at {@link dev.cloze.text.sentencepiece.PieceModel}.
 */
@NullMarked
package dev.cloze.text.sentencepiece;

import org.jspecify.annotations.NullMarked;
