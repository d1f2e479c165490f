package dev.cloze.data.stream;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Feed;
import dev.cloze.data.Pipeline;
import dev.cloze.data.Position;

/**
 * Reads ahead in a thread of its own, so that reading and parsing cost the caller no time. Positions stay exact.
 *
 * @param elements what is read
 * @param ahead the most elements that are read ahead
 * @param <T> what it yields
 */
public record Prefetched<T>(Pipeline<T> elements, int ahead) implements Pipeline<T> {

    /** Checks the number. */
    public Prefetched {
        Refusal.require(ahead > 0, "at least 1 element must be read ahead, got %d", ahead);
    }

    @Override
    public Feed<T> open(Position position, Seed seed) {
        return new PrefetchedFeed<>(elements, ahead, position, seed);
    }
}
