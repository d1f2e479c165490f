/** Values that every package shares: seeds, refusals, and what can be named in a run file. Nothing here knows of text, tensors or files. */
@NullMarked
package dev.cloze;

import org.jspecify.annotations.NullMarked;
