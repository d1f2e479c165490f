package dev.cloze.batch.cut;

import dev.cloze.data.Feed;
import dev.cloze.data.Material;
import dev.cloze.data.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads documents in groups of about the same amount of text. Where a group ends depends on the documents alone. */
public final class DocumentGroups {

    private static final int MOST_DOCUMENTS = 1 << 16;

    private final Feed<? extends Material> feed;
    private final long characters;
    private long number;
    private @Nullable RuntimeException failure;

    public DocumentGroups(Feed<? extends Material> feed, long characters, long number) {
        this.feed = feed;
        this.characters = characters;
        this.number = number;
    }

    /**
     * The next group; without documents at the end. Where the feed fails, what was read before is a group first, so that a
     * run learns from all that stands before a bad record; the failure comes when the group after it is asked for.
     */
    public DocumentGroup next() {
        if (failure != null) {
            throw failure;
        }
        Position start = feed.position();
        List<Material> documents = new ArrayList<>();
        long read = 0;
        while (read < characters && documents.size() < MOST_DOCUMENTS && advance(!documents.isEmpty())) {
            documents.add(feed.current());
            read += feed.current().characters();
        }
        return new DocumentGroup(number++, start, feed.position(), documents);
    }

    private boolean advance(boolean keepsFailure) {
        try {
            return feed.advance();
        } catch (RuntimeException e) {
            if (keepsFailure) {
                failure = e;
                return false;
            }
            throw e;
        }
    }
}
