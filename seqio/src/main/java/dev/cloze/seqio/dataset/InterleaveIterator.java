package dev.cloze.seqio.dataset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code tf.data.Dataset.interleave}. */
final class InterleaveIterator<T, U> implements Iterator<U> {

    private final Iterator<T> inputs;
    private final Function<? super T, Dataset<U>> open;
    private final int block;
    private final List<@Nullable Iterator<U>> slots;
    private int slot;
    private int given;
    private int openSlots;

    InterleaveIterator(Iterator<T> inputs, Function<? super T, Dataset<U>> open, int cycle, int block) {
        this.inputs = inputs;
        this.open = open;
        this.block = block;
        slots = new ArrayList<>(Collections.nCopies(cycle, null));
    }

    @Override
    public boolean hasNext() {
        while (openSlots > 0 || inputs.hasNext()) {
            Iterator<U> current = slots.get(slot);
            if (current == null) {
                fillSlot();
            } else if (current.hasNext()) {
                return true;
            } else {
                slots.set(slot, null);
                openSlots--;
                nextSlot();
            }
        }
        return false;
    }

    private void fillSlot() {
        if (inputs.hasNext()) {
            slots.set(slot, open.apply(inputs.next()).iterator());
            openSlots++;
        } else {
            nextSlot();
        }
    }

    private void nextSlot() {
        given = 0;
        slot = (slot + 1) % slots.size();
    }

    @Override
    public U next() {
        Iterator<U> current = hasNext() ? slots.get(slot) : null;
        if (current == null) {
            throw new NoSuchElementException();
        }
        U element = current.next();
        if (++given == block) {
            nextSlot();
        }
        return element;
    }
}
