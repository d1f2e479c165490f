/** What each command is asked: a class a command, of parts that commands share. */
@NullMarked
package dev.cloze.app.cli.option;

import org.jspecify.annotations.NullMarked;
