/** Text to token ids and back: byte-level and SentencePiece tokenizers, vocabularies, sentinels. Start at {@link dev.cloze.text.Tokenizer}. */
@NullMarked
package dev.cloze.text;

import org.jspecify.annotations.NullMarked;
