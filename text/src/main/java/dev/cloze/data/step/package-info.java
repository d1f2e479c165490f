/**
 * What happens to documents between their source and an objective: to their fields first, then to their tokens. Start at
 * {@link dev.cloze.data.step.Stepped}.
 */
@NullMarked
package dev.cloze.data.step;

import org.jspecify.annotations.NullMarked;
