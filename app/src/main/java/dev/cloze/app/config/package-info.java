/**
 * Run files: HOCON bound strictly to values of the library. Start at {@link dev.cloze.app.config.RunFile}, which reads one as a
 * {@link dev.cloze.run.Training}.
 */
@NullMarked
package dev.cloze.app.config;

import org.jspecify.annotations.NullMarked;
