package dev.cloze.data.step;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Corpus;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Position;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The documents of a corpus after some steps. A position is that of the corpus, and how many documents were kept.
 *
 * @param corpus what is changed
 * @param steps what happens to each document, in order
 */
public record Stepped(Corpus<Document> corpus, List<DocumentStep> steps) implements Corpus<Document> {

    /** Takes an unmodifiable copy. */
    public Stepped {
        steps = List.copyOf(steps);
    }

    @Override
    public String name() {
        return corpus.name();
    }

    /** The number before any step: what steps leave out is known only when it is read. */
    @Override
    public long examples() {
        return corpus.examples();
    }

    @Override
    public Feed<Document> open(Position position, Seed seed) {
        return new Steps(this, position, seed);
    }

    Optional<Document> apply(Document document) {
        Optional<Document> changed = Optional.of(document);
        for (DocumentStep step : steps) {
            changed = changed.flatMap(step::apply);
        }
        return changed.filter(kept -> !kept.text().isBlank());
    }

    private static final class Steps implements Feed<Document> {

        private static final String KEPT = "kept";
        private static final String READ = "read";

        private final Stepped spec;
        private final Feed<Document> upstream;
        private long kept;
        private @Nullable Document current;

        Steps(Stepped spec, Position position, Seed seed) {
            this.spec = spec;
            kept = position.counter(KEPT);
            upstream = spec.corpus().open(position.part(READ), seed);
        }

        @Override
        public boolean advance() {
            while (upstream.advance()) {
                Optional<Document> next = spec.apply(upstream.current());
                if (next.isPresent()) {
                    current = next.get();
                    kept++;
                    return true;
                }
            }
            if (kept == 0) {
                throw Refusal.at(spec.name(), "its steps leave no document of a whole pass");
            }
            return false;
        }

        @Override
        public Document current() {
            if (current == null) {
                throw new NoSuchElementException();
            }
            return current;
        }

        @Override
        public Position position() {
            return Position.START.with(KEPT, kept).with(READ, upstream.position());
        }

        @Override
        public void close() {
            upstream.close();
        }
    }
}
