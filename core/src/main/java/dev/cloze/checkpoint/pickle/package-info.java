/** What torch saves, read by a machine that can name tensors and nothing else. Start at {@link dev.cloze.checkpoint.pickle.PickledTensors}. */
@NullMarked
package dev.cloze.checkpoint.pickle;

import org.jspecify.annotations.NullMarked;
