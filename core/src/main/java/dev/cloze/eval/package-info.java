/**
 * What a model makes of text it was not trained on: its loss, the gaps it fills and the scores of its answers, as records.
 * Start at {@link dev.cloze.eval.ModelEvaluator}.
 */
@NullMarked
package dev.cloze.eval;

import org.jspecify.annotations.NullMarked;
