/** What adapters put into a network. Start at {@link dev.cloze.adapter.inject.Injection}. */
@NullMarked
package dev.cloze.adapter.inject;

import org.jspecify.annotations.NullMarked;
