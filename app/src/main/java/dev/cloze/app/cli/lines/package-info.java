/** What commands read and write line by line: texts, pairs of texts, answers. */
@NullMarked
package dev.cloze.app.cli.lines;

import org.jspecify.annotations.NullMarked;
