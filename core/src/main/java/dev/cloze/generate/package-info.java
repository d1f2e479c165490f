/** Texts that a model writes from others, how likely it finds given ones, and what it makes of them. Start at {@link dev.cloze.generate.Generator}. */
@NullMarked
package dev.cloze.generate;

import org.jspecify.annotations.NullMarked;
