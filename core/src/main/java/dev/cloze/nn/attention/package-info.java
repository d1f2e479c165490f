/** Attention: its heads, masks, biases, prefixes and the keys that it remembers. Start at {@link dev.cloze.nn.attention.Attention}. */
@NullMarked
package dev.cloze.nn.attention;

import org.jspecify.annotations.NullMarked;
