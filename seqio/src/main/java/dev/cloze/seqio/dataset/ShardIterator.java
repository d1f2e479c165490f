package dev.cloze.seqio.dataset;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** Every {@code shards}-th element. */
final class ShardIterator<T> implements Iterator<T> {

    private final Iterator<T> elements;
    private final int shards;
    private int toSkip;

    ShardIterator(Iterator<T> elements, int shards, int index) {
        this.elements = elements;
        this.shards = shards;
        toSkip = index;
    }

    @Override
    public boolean hasNext() {
        while (toSkip > 0 && elements.hasNext()) {
            elements.next();
            toSkip--;
        }
        return elements.hasNext();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        toSkip = shards - 1;
        return elements.next();
    }
}
