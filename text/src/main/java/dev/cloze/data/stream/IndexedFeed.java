package dev.cloze.data.stream;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Feed;
import dev.cloze.data.Position;
import dev.cloze.data.TokenizedDocument;
import java.util.NoSuchElementException;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Documents that are found by number, in an order drawn from a seed. A position is one number, so resuming costs nothing
 * however far it is.
 */
public final class IndexedFeed implements Feed<TokenizedDocument> {

    private static final String FILES = "files";
    private static final String DOCUMENT = "document";

    private final Documents documents;
    private final Permutation order;
    private long next;
    private @Nullable TokenizedDocument current;

    /**
     * What is read.
     *
     * @param name the source's name
     * @param size number of documents
     * @param fingerprint what must be the same for a position to be valid
     * @param document finds one by its number
     */
    public record Documents(String name, long size, long fingerprint, LongFunction<TokenizedDocument> document) {}

    /** A feed that goes on behind a position. */
    public IndexedFeed(Documents documents, Position position, Seed seed) {
        this.documents = documents;
        if (!position.equals(Position.START) && position.counter(FILES) != documents.fingerprint()) {
            throw Refusal.at(documents.name(), "the files have changed since the position was taken");
        }
        if (documents.size() == 0) {
            throw Refusal.at(documents.name(), "there is no document");
        }
        order = new Permutation(documents.size(), seed.split("documents"));
        next = position.counter(DOCUMENT);
    }

    @Override
    public boolean advance() {
        if (next >= documents.size()) {
            return false;
        }
        current = read(order.at(next));
        next++;
        return true;
    }

    // Java tells of a mapped page that is gone by an error of its own.
    private TokenizedDocument read(long number) {
        try {
            return documents.document().apply(number);
        } catch (InternalError e) {
            throw Refusal.because(
                    e, documents.name(), "document %d cannot be read: its file is shorter than it was", number);
        }
    }

    @Override
    public TokenizedDocument current() {
        if (current == null) {
            throw new NoSuchElementException();
        }
        return current;
    }

    @Override
    public Position position() {
        return Position.START.with(FILES, documents.fingerprint()).with(DOCUMENT, next);
    }

    @Override
    public void close() {
        // Memory maps are released with the feed.
    }
}
