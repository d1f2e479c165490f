/**
 * The SentencePiece engine on bytes and arrays: normaliser, unigram and BPE segmenters. Used through
 * {@link dev.cloze.text.SentencePieceTokenizer}; start at {@link dev.cloze.text.sentencepiece.PieceEncoder}.
 */
@NullMarked
package dev.cloze.text.sentencepiece;

import org.jspecify.annotations.NullMarked;
