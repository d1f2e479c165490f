/** The model file: pieces, scores, the normaliser's map. Start at {@link dev.cloze.text.sentencepiece.model.PieceModel}. */
@NullMarked
package dev.cloze.text.sentencepiece.model;

import org.jspecify.annotations.NullMarked;
