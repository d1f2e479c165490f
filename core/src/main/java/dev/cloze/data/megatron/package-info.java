/**
 * Megatron-LM's indexed token files, its sample indices and its blending, byte for byte. Start at
 * {@link dev.cloze.data.megatron.IndexedTokens}.
 */
@NullMarked
package dev.cloze.data.megatron;

import org.jspecify.annotations.NullMarked;
