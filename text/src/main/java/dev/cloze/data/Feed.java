package dev.cloze.data;

/**
 * A resumable sequence. After {@link #advance} returned true, {@link #current} is an element and {@link #position} lies
 * just behind it: a feed opened there continues with the element after it.
 *
 * @param <T> what the feed yields
 */
public interface Feed<T> extends AutoCloseable {

    /** Moves to the next element; false at the end. */
    boolean advance();

    /** The element that {@link #advance} moved to. */
    T current();

    /** The place just behind {@link #current}, or where the feed was opened. */
    Position position();

    /** Releases files; the feed cannot be used afterwards. */
    @Override
    void close();
}
