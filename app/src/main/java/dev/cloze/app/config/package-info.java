/**
 * Run files: HOCON bound strictly to records. Start at {@link dev.cloze.app.config.Run}, which is what a run file says;
 * {@link dev.cloze.app.config.RunFile} reads one.
 */
@NullMarked
package dev.cloze.app.config;

import org.jspecify.annotations.NullMarked;
