/** Files of tensors: safetensors and their shards, read through memory maps. Start at {@link dev.cloze.checkpoint.tensors.SafeTensors}. */
@NullMarked
package dev.cloze.checkpoint.tensors;

import org.jspecify.annotations.NullMarked;
