/** Feeds made of feeds: mixtures, repetition, orders, reading ahead. Start at {@link dev.cloze.data.stream.Mixture}. */
@NullMarked
package dev.cloze.data.stream;

import org.jspecify.annotations.NullMarked;
