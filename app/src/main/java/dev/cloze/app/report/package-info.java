/**
 * What a run leaves to look at: {@code metrics.jsonl}, TensorBoard's event files and pages that need no network. Start at
 * {@link dev.cloze.app.report.MetricsLog}, from which the page of a run is made.
 */
@NullMarked
package dev.cloze.app.report;

import org.jspecify.annotations.NullMarked;
