/** Whole networks, one file a paper. Start at {@link dev.cloze.model.T5}. */
@NullMarked
package dev.cloze.model;

import org.jspecify.annotations.NullMarked;
