/** Texts with gaps, and what a model writes into them. */
@NullMarked
package dev.cloze.generate.fill;

import org.jspecify.annotations.NullMarked;
