package dev.cloze.data;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.file.FileSet;
import dev.cloze.data.megatron.IndexedTokens;
import dev.cloze.text.Tokens;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Documents of Megatron's indexed token files, in an order drawn from the seed over all files. Files are mapped into memory,
 * so a position is one number and resuming costs nothing.
 *
 * @param name what reports call the source
 * @param files the {@code .idx} files; beside each lies its {@code .bin}
 * @param language the code of the documents' language
 */
public record MegatronTokens(String name, FileSet files, String language) implements Corpus<TokenizedDocument> {

    private static final String SUFFIX = ".idx";

    @Override
    public Feed<TokenizedDocument> open(Position position, Seed seed) {
        return new Documents(this, position, seed.split("documents"));
    }

    @Override
    public long examples() {
        return read().stream().mapToLong(IndexedTokens::documents).sum();
    }

    private List<Path> paths() {
        return files.resolve(Set.of(SUFFIX));
    }

    private List<IndexedTokens> read() {
        return paths().stream().map(MegatronTokens::read).toList();
    }

    private static IndexedTokens read(Path index) {
        String file = index.getFileName().toString();
        if (!file.endsWith(SUFFIX)) {
            throw Refusal.at(index.toString(), "an index of tokens must end with %s", SUFFIX);
        }
        return IndexedTokens.open(index.resolveSibling(file.substring(0, file.length() - SUFFIX.length())));
    }

    private static final class Documents implements Feed<TokenizedDocument> {

        private static final String FILES = "files";
        private static final String DOCUMENT = "document";

        private final MegatronTokens spec;
        private final List<IndexedTokens> data;
        private final long fingerprint;
        private final long size;
        private final Permutation order;
        private long next;
        private @Nullable TokenizedDocument current;

        Documents(MegatronTokens spec, Position position, Seed seed) {
            this.spec = spec;
            data = spec.read();
            fingerprint = FileSet.fingerprint(spec.paths());
            if (!position.equals(Position.START) && position.counter(FILES) != fingerprint) {
                throw Refusal.at(spec.name(), "the files have changed since the position was taken");
            }
            size = data.stream().mapToLong(IndexedTokens::documents).sum();
            if (size == 0) {
                throw Refusal.at(spec.name(), "no document in %d file(s)", data.size());
            }
            order = new Permutation(size, seed);
            next = position.counter(DOCUMENT);
        }

        @Override
        public boolean advance() {
            if (next >= size) {
                return false;
            }
            current = new TokenizedDocument(tokens(order.at(next)), spec.language(), spec.name());
            next++;
            return true;
        }

        private Tokens tokens(long document) {
            long inFile = document;
            int file = 0;
            while (inFile >= data.get(file).documents()) {
                inFile -= data.get(file).documents();
                file++;
            }
            return data.get(file).document(inFile);
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
            return Position.START.with(FILES, fingerprint).with(DOCUMENT, next);
        }

        @Override
        public void close() {
            // Maps are released with the feed.
        }
    }
}
