/** What a batch lost over a large vocabulary, a few rows at a time. Start at {@link dev.cloze.train.loss.Criterion}. */
@NullMarked
package dev.cloze.train.loss;

import org.jspecify.annotations.NullMarked;
