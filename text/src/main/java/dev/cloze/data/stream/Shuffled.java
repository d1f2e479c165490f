package dev.cloze.data.stream;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Feed;
import dev.cloze.data.Material;
import dev.cloze.data.Pipeline;
import dev.cloze.data.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Shuffles documents in blocks: a block is read, put into an order drawn from the seed and its number, and given out. A
 * position is therefore the place where the block begins and how much of it is gone; resuming reads one block again.
 *
 * @param documents what is shuffled
 * @param block the most documents in a block
 * @param maxCharacters a block ends early when its texts have so many characters, which bounds its memory
 */
public record Shuffled(Pipeline<? extends Material> documents, int block, long maxCharacters)
        implements Pipeline<Material> {

    private static final long DEFAULT_MAX_CHARACTERS = 64L << 20;

    /** Checks the sizes. */
    public Shuffled {
        Refusal.require(block > 0, "a block must hold at least 1 document, got %d", block);
        Refusal.require(maxCharacters > 0, "maxCharacters must be at least 1, got %d", maxCharacters);
    }

    /** Blocks of so many documents, or of 64 million characters if that is less. */
    public Shuffled(Pipeline<? extends Material> documents, int block) {
        this(documents, block, DEFAULT_MAX_CHARACTERS);
    }

    @Override
    public Feed<Material> open(Position position, Seed seed) {
        return new Blocks(this, position, seed);
    }

    private static final class Blocks implements Feed<Material> {

        private static final String BLOCK = "block";
        private static final String GONE = "gone";
        private static final String START = "start";

        private final Shuffled spec;
        private final Seed orders;
        private final Feed<? extends Material> upstream;
        private List<Material> shuffled = List.of();
        private Position start;
        private long number;
        private int gone;

        Blocks(Shuffled spec, Position position, Seed seed) {
            this.spec = spec;
            orders = seed.split("shuffle");
            start = position.part(START);
            number = position.counter(BLOCK);
            upstream = spec.documents().open(start, seed);
            gone = Math.toIntExact(position.counter(GONE));
            if (gone > 0) {
                read();
                if (gone > shuffled.size()) {
                    throw Refusal.at("data", "has changed since the position was taken: block %d is shorter", number);
                }
            }
        }

        @Override
        public boolean advance() {
            if (gone == shuffled.size()) {
                number += shuffled.isEmpty() ? 0 : 1;
                start = upstream.position();
                gone = 0;
                read();
                if (shuffled.isEmpty()) {
                    return false;
                }
            }
            gone++;
            return true;
        }

        private void read() {
            List<Material> read = new ArrayList<>();
            long characters = 0;
            while (read.size() < spec.block() && characters < spec.maxCharacters() && upstream.advance()) {
                read.add(upstream.current());
                characters += upstream.current().characters();
            }
            shuffled = orders.at(number).shuffled(read);
        }

        @Override
        public Material current() {
            if (gone == 0) {
                throw new NoSuchElementException();
            }
            return shuffled.get(gone - 1);
        }

        @Override
        public Position position() {
            return Position.START.with(BLOCK, number).with(GONE, gone).with(START, start);
        }

        @Override
        public void close() {
            upstream.close();
        }
    }
}
