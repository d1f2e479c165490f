package dev.cloze.data.stream;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Feed;
import dev.cloze.data.Pipeline;
import dev.cloze.data.Position;

/**
 * A pipeline opened again and again, each time with the seed of its epoch.
 *
 * @param passes what is repeated
 * @param <T> what it yields
 */
public record Repeated<T>(Pipeline<T> passes) implements Pipeline<T> {

    @Override
    public Feed<T> open(Position position, Seed seed) {
        return new Passes<>(passes, position, seed);
    }

    private static final class Passes<T> implements Feed<T> {

        private static final String EPOCH = "epoch";
        private static final String PASS = "pass";

        private final Pipeline<T> passes;
        private final Seed seed;
        private long epoch;
        private Feed<T> pass;

        Passes(Pipeline<T> passes, Position position, Seed seed) {
            this.passes = passes;
            this.seed = seed;
            epoch = position.counter(EPOCH);
            pass = passes.open(position.part(PASS), seed.at(epoch));
        }

        @Override
        public boolean advance() {
            if (pass.advance()) {
                return true;
            }
            pass.close();
            epoch++;
            pass = passes.open(Position.START, seed.at(epoch));
            if (!pass.advance()) {
                throw Refusal.at("data", "epoch %d has nothing to repeat", epoch);
            }
            return true;
        }

        @Override
        public T current() {
            return pass.current();
        }

        @Override
        public Position position() {
            return Position.START.with(EPOCH, epoch).with(PASS, pass.position());
        }

        @Override
        public void close() {
            pass.close();
        }
    }
}
