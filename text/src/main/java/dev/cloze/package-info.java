/** What every package shares: seeds, refusals, and what can be named in a run file. Start at {@link dev.cloze.Refusal}. */
@NullMarked
package dev.cloze;

import org.jspecify.annotations.NullMarked;
