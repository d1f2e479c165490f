/**
 * The {@code cloze} command: one verb, one class. Start at {@link dev.cloze.app.cli.Commands}; a verb is added in
 * {@link dev.cloze.app.cli.Verb}.
 */
@NullMarked
package dev.cloze.app.cli;

import org.jspecify.annotations.NullMarked;
