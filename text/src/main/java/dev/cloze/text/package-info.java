/** Text to token ids and back: bytes, SentencePiece, {@code tokenizer.json}, vocabularies, sentinels. Start at {@link dev.cloze.text.Tokenizer}. */
@NullMarked
package dev.cloze.text;

import org.jspecify.annotations.NullMarked;
