/** What networks read: tokens, the segments they belong to, and their places. Start at {@link dev.cloze.model.input.EncoderInput}. */
@NullMarked
package dev.cloze.model.input;

import org.jspecify.annotations.NullMarked;
