/** Values that every package shares: seeds and refusals. Nothing here knows of text, tensors or files. */
@NullMarked
package dev.cloze;

import org.jspecify.annotations.NullMarked;
