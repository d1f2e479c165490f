/**
 * Runs: a training from its settings to a folder with checkpoints and a model. Start at {@link dev.cloze.run.Training}; what
 * happens on the way is told to a {@link dev.cloze.run.RunListener}.
 */
@NullMarked
package dev.cloze.run;

import org.jspecify.annotations.NullMarked;
