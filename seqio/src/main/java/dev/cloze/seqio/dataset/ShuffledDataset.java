package dev.cloze.seqio.dataset;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * {@code tf.data.Dataset.shuffle}: a queue is kept full; each draw names a slot, whose element is given out and replaced by
 * the queue's first.
 *
 * <pre>
 * queue  a b c d   draw 2   gives c, moves a there    queue  b a d e
 * </pre>
 */
final class ShuffledDataset<T> implements Dataset<T> {

    private final Dataset<T> elements;
    private final int buffer;
    private final DatasetRandom seeds;
    private final boolean anew;
    private long passes;

    ShuffledDataset(Dataset<T> elements, int buffer, DatasetRandom seeds, boolean anew) {
        this.elements = elements;
        this.buffer = buffer;
        this.seeds = seeds;
        this.anew = anew;
    }

    @Override
    public Iterator<T> iterator() {
        DatasetRandom draws = anew ? seeds.iteration(passes++) : seeds;
        return new Pass<>(elements.iterator(), buffer, draws);
    }

    private static final class Pass<T> implements Iterator<T> {

        private final Iterator<T> input;
        private final int buffer;
        private final DatasetRandom draws;
        /** The queue as a ring: slot {@code i} is at {@code (first + i) % size}, which changes only once the input has ended. */
        private final List<T> ring = new ArrayList<>();

        private int first;
        private int size;
        private long drawn;

        Pass(Iterator<T> input, int buffer, DatasetRandom draws) {
            this.input = input;
            this.buffer = buffer;
            this.draws = draws;
        }

        @Override
        public boolean hasNext() {
            while (size < buffer && ring.size() == size && input.hasNext()) {
                ring.add(input.next());
                size++;
            }
            return size > 0;
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int slot = at((int) (draws.at(drawn++) % size));
            T element = ring.get(slot);
            ring.set(slot, ring.get(first));
            if (input.hasNext()) {
                ring.set(first, input.next());
            } else {
                size--;
            }
            first = at(1);
            return element;
        }

        private int at(int offset) {
            return (first + offset) % ring.size();
        }
    }
}
