/** The next tokens chosen, step by step: row by row, or as the beams of an input. */
@NullMarked
package dev.cloze.generate.search;

import org.jspecify.annotations.NullMarked;
