package dev.cloze.generate.search;

import dev.cloze.generate.options.GenerationRequest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** The items of a session, each in its slot. The session begins with the first ones and ends with the last. */
final class SessionSlots<T extends SessionSlots.Item> implements AutoCloseable {

    private final Session.Factory factory;
    private final List<T> items = new ArrayList<>();
    private final BitSet released = new BitSet();
    private Optional<Session> session = Optional.empty();

    SessionSlots(Session.Factory factory) {
        this.factory = factory;
    }

    /** What has a slot. */
    interface Item {

        /** What is asked. */
        GenerationRequest request();

        /** Whether it needs its slot no longer. */
        boolean over();
    }

    /** All items by slot; those that are over are there until others take their slots, or {@link #compact}. */
    List<T> all() {
        return items;
    }

    Session session() {
        return session.orElseThrow();
    }

    int open() {
        return items.size() - released.cardinality();
    }

    /** Reads the inputs of new items. */
    void join(List<T> added) {
        if (added.isEmpty()) {
            return;
        }
        List<Session.Input> inputs = added.stream()
                .map(item ->
                        new Session.Input(item.request().input(), item.request().adapter()))
                .toList();
        int longest = added.stream()
                .mapToInt(item -> item.request().options().maxTokens())
                .max()
                .orElse(1);
        if (session.isEmpty()) {
            session = Optional.of(factory.start(inputs, longest));
            items.addAll(added);
            return;
        }
        int[] slots = session.get().join(inputs, longest);
        for (int i = 0; i < slots.length; i++) {
            put(slots[i], added.get(i));
        }
    }

    private void put(int slot, T item) {
        released.clear(slot);
        if (slot == items.size()) {
            items.add(item);
        } else {
            items.set(slot, item);
        }
    }

    /** Gives back the slots of items that are over; without any other the session ends. */
    void release() {
        for (int slot = 0; slot < items.size(); slot++) {
            if (items.get(slot).over() && !released.get(slot)) {
                released.set(slot);
                session().release(slot);
            }
        }
        if (open() == 0) {
            close();
        }
    }

    /** Leaves out free slots if they are many: those that stay are copied, which costs more than a few rows in vain. */
    void compact() {
        int free = released.cardinality();
        if (free == 0 || 4 * free < items.size()) {
            return;
        }
        int[] open = Indices.where(items.size(), slot -> !released.get(slot));
        List<T> going = new ArrayList<>();
        for (int slot : open) {
            going.add(items.get(slot));
        }
        session().keep(open);
        items.clear();
        items.addAll(going);
        released.clear();
    }

    @Override
    public void close() {
        session.ifPresent(Session::close);
        session = Optional.empty();
        items.clear();
        released.clear();
    }
}
