/** Where text comes from: sources, mixtures, seeded and resumable streams. Start at {@link dev.cloze.data.Feed}. */
@NullMarked
package dev.cloze.data;

import org.jspecify.annotations.NullMarked;
