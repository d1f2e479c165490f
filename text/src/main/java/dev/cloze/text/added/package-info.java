/** Tokens that a folder adds to a vocabulary, and where they stand in text. Start at {@link dev.cloze.text.added.AddedTokens}. */
@NullMarked
package dev.cloze.text.added;

import org.jspecify.annotations.NullMarked;
