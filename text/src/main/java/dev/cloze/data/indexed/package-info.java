/**
 * Megatron-LM's indexed token files, its sample indices and its blending, byte for byte. Start at
 * {@link dev.cloze.data.indexed.IndexedTokens}.
 */
@NullMarked
package dev.cloze.data.indexed;

import org.jspecify.annotations.NullMarked;
