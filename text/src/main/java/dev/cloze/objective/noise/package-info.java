/** T5's masks and what takes the place of masked tokens. Start at {@link dev.cloze.objective.noise.NoiseMask}. */
@NullMarked
package dev.cloze.objective.noise;

import org.jspecify.annotations.NullMarked;
