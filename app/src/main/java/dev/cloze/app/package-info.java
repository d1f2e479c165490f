/** The doors: run files, the {@code cloze} command, reports. */
@NullMarked
package dev.cloze.app;

import org.jspecify.annotations.NullMarked;
