/**
 * Documents made into tokens once, in indexed files that training maps into memory. Start at
 * {@link dev.cloze.data.prepared.Preparer}.
 */
@NullMarked
package dev.cloze.data.prepared;

import org.jspecify.annotations.NullMarked;
