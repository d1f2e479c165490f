package dev.cloze.batch;

import dev.cloze.data.Feed;
import dev.cloze.data.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Reads documents in groups of about the same amount of text. Where a group ends depends on the documents alone. */
final class DocumentGroups<D> {

    private static final int MOST_DOCUMENTS = 1 << 16;

    private final Feed<D> feed;
    private final ToLongFunction<D> size;
    private final long characters;
    private long number;

    DocumentGroups(Feed<D> feed, ToLongFunction<D> size, long characters, long number) {
        this.feed = feed;
        this.size = size;
        this.characters = characters;
        this.number = number;
    }

    /** The next group; without documents at the end. */
    DocumentGroup<D> next() {
        Position start = feed.position();
        List<D> documents = new ArrayList<>();
        long read = 0;
        while (read < characters && documents.size() < MOST_DOCUMENTS && feed.advance()) {
            documents.add(feed.current());
            read += size.applyAsLong(feed.current());
        }
        return new DocumentGroup<>(number++, start, feed.position(), documents);
    }
}
