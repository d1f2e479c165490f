/**
 * Runs: what a run file's words stand for, put together. Start at {@link dev.cloze.app.run.RunText}, the part without
 * libtorch.
 */
@NullMarked
package dev.cloze.app.run;

import org.jspecify.annotations.NullMarked;
