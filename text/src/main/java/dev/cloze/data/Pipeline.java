package dev.cloze.data;

import dev.cloze.Seed;

/**
 * What a feed is made of: a source, a mixture, a shuffle of another pipeline. It holds no place of its own, so the same
 * pipeline opened twice with the same seed gives the same elements.
 *
 * @param <T> what its feeds yield
 */
public interface Pipeline<T> {

    /**
     * A feed that goes on behind {@code position}, which must come from a feed of an equal pipeline opened with the same
     * seed, or be {@link Position#START}.
     */
    Feed<T> open(Position position, Seed seed);
}
