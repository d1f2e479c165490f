/** CPT's samples of Chinese text, number for number. Start at {@link dev.cloze.objective.cpt.CptNoise}. */
@NullMarked
package dev.cloze.objective.cpt;

import org.jspecify.annotations.NullMarked;
