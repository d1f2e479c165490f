package dev.cloze.data.indexed;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Corpus;
import dev.cloze.data.Feed;
import dev.cloze.data.Position;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.data.file.FileSet;
import dev.cloze.data.stream.IndexedFeed;
import dev.cloze.text.Tokens;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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
        List<IndexedTokens> data = read();
        long size = data.stream().mapToLong(IndexedTokens::documents).sum();
        IndexedFeed.Documents documents = new IndexedFeed.Documents(
                name,
                size,
                FileSet.fingerprint(indexes()),
                document -> new TokenizedDocument(tokens(data, document), language, name));
        return new IndexedFeed(documents, position, seed);
    }

    private static Tokens tokens(List<IndexedTokens> data, long document) {
        long inFile = document;
        int file = 0;
        while (inFile >= data.get(file).documents()) {
            inFile -= data.get(file).documents();
            file++;
        }
        return data.get(file).document(inFile);
    }

    @Override
    public long examples() {
        return read().stream().mapToLong(IndexedTokens::documents).sum();
    }

    /** The indexes, each with its data behind it. */
    @Override
    public List<Path> paths() {
        return indexes().stream()
                .flatMap(index -> Stream.of(index, data(index)))
                .toList();
    }

    private List<Path> indexes() {
        return files.resolve(Set.of(SUFFIX));
    }

    private List<IndexedTokens> read() {
        return indexes().stream().map(MegatronTokens::read).toList();
    }

    private static IndexedTokens read(Path index) {
        return IndexedTokens.open(prefix(index));
    }

    private static Path data(Path index) {
        return IndexedTokens.suffixed(prefix(index), ".bin");
    }

    private static Path prefix(Path index) {
        String file = index.getFileName().toString();
        if (!file.endsWith(SUFFIX)) {
            throw Refusal.at(index.toString(), "an index of tokens must end with %s", SUFFIX);
        }
        return index.resolveSibling(file.substring(0, file.length() - SUFFIX.length()));
    }
}
