/** Segments packed or padded into rows, and rows into batches. Start at {@link dev.cloze.batch.pack.BatchFeed}. */
@NullMarked
package dev.cloze.batch.pack;

import org.jspecify.annotations.NullMarked;
