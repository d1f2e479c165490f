/** Hugging Face's folders of a model, in and out. Start at {@link dev.cloze.checkpoint.folder.ModelFolder}. */
@NullMarked
package dev.cloze.checkpoint.folder;

import org.jspecify.annotations.NullMarked;
