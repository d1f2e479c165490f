/** Span corruption at work: how many spans of how many tokens, and the example they leave. Start at {@link dev.cloze.objective.span.SpanDenoiser}. */
@NullMarked
package dev.cloze.objective.span;

import org.jspecify.annotations.NullMarked;
