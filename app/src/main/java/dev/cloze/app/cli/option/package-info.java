/** What each command is asked: one annotated interface a command or two. */
@NullMarked
package dev.cloze.app.cli.option;

import org.jspecify.annotations.NullMarked;
