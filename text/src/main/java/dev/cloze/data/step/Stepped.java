package dev.cloze.data.step;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Corpus;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Position;
import dev.cloze.data.file.Notices;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The documents of a corpus after some steps. A position is that of the corpus, and how many documents were read and kept.
 * Steps that remember what they saw read it again when a feed is resumed.
 *
 * @param corpus what is changed
 * @param steps what happens to each document, in order
 * @param notices who is told what steps left out of a pass
 */
public record Stepped(Corpus<Document> corpus, List<DocumentStep> steps, Notices notices) implements Corpus<Document> {

    /** Takes an unmodifiable copy. */
    public Stepped {
        steps = List.copyOf(steps);
    }

    /** Steps that tell nobody. */
    public Stepped(Corpus<Document> corpus, List<DocumentStep> steps) {
        this(corpus, steps, Notices.SILENT);
    }

    @Override
    public String name() {
        return corpus.name();
    }

    @Override
    public List<Path> paths() {
        return corpus.paths();
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

    private boolean remembers() {
        return !steps.stream().allMatch(SingleStep.class::isInstance);
    }

    private static final class Steps implements Feed<Document> {

        private static final String KEPT = "kept";
        private static final String DOCUMENTS = "documents";
        private static final String READ = "read";

        private final Stepped spec;
        private final List<DocumentStep.Change> changes;
        private final Feed<Document> upstream;
        private long documents;
        private long kept;
        private boolean ended;
        private @Nullable Document current;

        Steps(Stepped spec, Position position, Seed seed) {
            this.spec = spec;
            changes = spec.steps().stream().map(DocumentStep::begin).toList();
            Feed<Document> there = spec.corpus().open(position.part(READ), seed);
            boolean again = spec.remembers() && position.counter(DOCUMENTS) > 0;
            if (again) {
                there.close();
            }
            upstream = again ? spec.corpus().open(Position.START, seed) : there;
            documents = again ? 0 : position.counter(DOCUMENTS);
            kept = again ? 0 : position.counter(KEPT);
            if (again) {
                readAgain(position.counter(DOCUMENTS), position.counter(KEPT));
            }
        }

        private void readAgain(long mostDocuments, long expected) {
            spec.notices()
                    .say(
                            spec.name(),
                            String.format(
                                    Locale.ROOT,
                                    "reads %,d documents again to know which of the next are duplicates",
                                    mostDocuments));
            while (documents < mostDocuments && upstream.advance()) {
                documents++;
                kept += changed(upstream.current()).isPresent() ? 1 : 0;
            }
            if (documents != mostDocuments || kept != expected) {
                upstream.close();
                throw Refusal.at(
                        spec.name(),
                        "has changed since the position was taken: %d of its first %d documents are kept, not %d",
                        kept,
                        documents,
                        expected);
            }
        }

        private Optional<Document> changed(Document document) {
            Optional<Document> changed = Optional.of(document);
            for (DocumentStep.Change change : changes) {
                changed = changed.flatMap(change::apply);
            }
            return changed.filter(left -> !left.text().isBlank());
        }

        @Override
        public boolean advance() {
            while (upstream.advance()) {
                documents++;
                Optional<Document> next = changed(upstream.current());
                if (next.isPresent()) {
                    current = next.get();
                    kept++;
                    return true;
                }
            }
            if (kept == 0) {
                throw Refusal.at(spec.name(), "its steps leave no document of a whole pass");
            }
            endOfPass();
            return false;
        }

        private void endOfPass() {
            if (ended) {
                return;
            }
            ended = true;
            changes.stream()
                    .map(DocumentStep.Change::summary)
                    .filter(summary -> !summary.isEmpty())
                    .forEach(summary -> spec.notices().say(spec.name(), summary));
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
            return Position.START.with(DOCUMENTS, documents).with(KEPT, kept).with(READ, upstream.position());
        }

        @Override
        public void close() {
            upstream.close();
        }
    }
}
