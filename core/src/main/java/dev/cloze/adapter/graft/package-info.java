/** What adapters put into a network. Start at {@link dev.cloze.adapter.graft.Graft}. */
@NullMarked
package dev.cloze.adapter.graft;

import org.jspecify.annotations.NullMarked;
