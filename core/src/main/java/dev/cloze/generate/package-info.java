/** Greedy, sampling and beam search over a key-value cache; gap filling; scoring. Start at {@link dev.cloze.generate.Generator}. */
@NullMarked
package dev.cloze.generate;

import org.jspecify.annotations.NullMarked;
