/**
 * The random generators of other systems, number for number, for runs that must draw what those drew. Start at
 * {@link dev.cloze.data.random.NumpyRandom}.
 */
@NullMarked
package dev.cloze.data.random;

import org.jspecify.annotations.NullMarked;
