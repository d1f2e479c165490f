/** Where spans lie: how many of how many tokens, and the n-grams of whole words. Start at {@link dev.cloze.objective.span.SpanCounts}. */
@NullMarked
package dev.cloze.objective.span;

import org.jspecify.annotations.NullMarked;
