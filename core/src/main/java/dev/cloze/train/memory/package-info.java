/** Memory that is allocated once and used at every step. Start at {@link dev.cloze.train.memory.Buffer}. */
@NullMarked
package dev.cloze.train.memory;

import org.jspecify.annotations.NullMarked;
