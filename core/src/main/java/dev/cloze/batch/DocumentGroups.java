package dev.cloze.batch;

import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Position;
import java.util.ArrayList;
import java.util.List;

/** Reads documents in groups of about the same amount of text. Where a group ends depends on the documents alone. */
final class DocumentGroups {

    private static final int MOST_DOCUMENTS = 1 << 16;

    private final Feed<Document> feed;
    private final long characters;
    private long number;

    DocumentGroups(Feed<Document> feed, long characters, long number) {
        this.feed = feed;
        this.characters = characters;
        this.number = number;
    }

    /** The next group; without documents at the end. */
    DocumentGroup next() {
        Position start = feed.position();
        List<Document> documents = new ArrayList<>();
        long size = 0;
        while (size < characters && documents.size() < MOST_DOCUMENTS && feed.advance()) {
            documents.add(feed.current());
            size += feed.current().text().length();
        }
        return new DocumentGroup(number++, start, feed.position(), documents);
    }
}
