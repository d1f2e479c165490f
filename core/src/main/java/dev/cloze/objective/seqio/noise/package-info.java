/** T5's masks and what takes the place of masked tokens. Start at {@link dev.cloze.objective.seqio.noise.NoiseMask}. */
@NullMarked
package dev.cloze.objective.seqio.noise;

import org.jspecify.annotations.NullMarked;
