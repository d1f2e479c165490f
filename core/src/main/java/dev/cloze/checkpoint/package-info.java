/** Safetensors, Hugging Face folders, run manifests, atomic save and resume. Start at {@link dev.cloze.checkpoint.SafeTensors}. */
@NullMarked
package dev.cloze.checkpoint;

import org.jspecify.annotations.NullMarked;
