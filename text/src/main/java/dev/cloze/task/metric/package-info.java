/**
 * How good answers are: the metrics of T5 and seqio, in per cent where those are. Start at {@link dev.cloze.task.metric.Metric};
 * the arithmetic is in {@link dev.cloze.task.metric.Classes}, {@link dev.cloze.task.metric.Correlation} and their neighbours.
 */
@NullMarked
package dev.cloze.task.metric;

import org.jspecify.annotations.NullMarked;
