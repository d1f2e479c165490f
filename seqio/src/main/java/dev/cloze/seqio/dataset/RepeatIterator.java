package dev.cloze.seqio.dataset;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Passes one after another; stops where a pass has nothing. */
final class RepeatIterator<T> implements Iterator<T> {

    private final Dataset<T> elements;
    private long left;
    private Iterator<T> pass;

    RepeatIterator(Dataset<T> elements, long times) {
        this.elements = elements;
        left = times;
        pass = Collections.emptyIterator();
    }

    @Override
    public boolean hasNext() {
        if (!pass.hasNext() && left > 0) {
            left--;
            pass = elements.iterator();
            if (!pass.hasNext()) {
                left = 0;
            }
        }
        return pass.hasNext();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return pass.next();
    }
}
