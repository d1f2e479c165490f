/**
 * How good answers are: the metrics of T5 and seqio, in per cent where those are. Start at {@link dev.cloze.eval.Metric};
 * the arithmetic is in {@link dev.cloze.eval.Classes}, {@link dev.cloze.eval.Correlation} and their neighbours.
 */
@NullMarked
package dev.cloze.eval;

import org.jspecify.annotations.NullMarked;
