/** From a line or a row to a document: the fields that are asked for, and what is left out. Start at {@link dev.cloze.data.record.DocumentSlots}. */
@NullMarked
package dev.cloze.data.record;

import org.jspecify.annotations.NullMarked;
