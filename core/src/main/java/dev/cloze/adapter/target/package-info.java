/** Which modules of a network an adapter changes. Start at {@link dev.cloze.adapter.target.Targets}. */
@NullMarked
package dev.cloze.adapter.target;

import org.jspecify.annotations.NullMarked;
