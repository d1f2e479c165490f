package dev.cloze.data.prepared;

import dev.cloze.data.TokenizedDocument;
import dev.cloze.data.indexed.IdType;
import dev.cloze.data.indexed.IndexedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes one shard. A pair is a document of two sequences. */
final class ShardWriter implements AutoCloseable {

    private final Path prefix;
    private final boolean pairs;
    private final IndexedWriter writer;
    private final Map<String, Integer> languages = new LinkedHashMap<>();
    private final ByteArrayOutputStream ofDocuments = new ByteArrayOutputStream();
    private long documents;
    private long tokens;

    ShardWriter(Path prefix, IdType type, boolean pairs) {
        this.prefix = prefix;
        this.pairs = pairs;
        writer = new IndexedWriter(prefix, type);
    }

    void add(TokenizedDocument document) {
        writer.add(document.tokens());
        if (pairs) {
            writer.add(document.targets());
        }
        writer.endDocument();
        int language = languages.computeIfAbsent(document.language(), code -> languages.size());
        ofDocuments.write(language);
        ofDocuments.write(language >>> Byte.SIZE);
        documents++;
        tokens += document.tokens().size() + document.targets().size();
    }

    boolean isEmpty() {
        return documents == 0;
    }

    Shard finish() {
        writer.finish();
        SortedMap<String, String> hashes = new TreeMap<>();
        try {
            Files.write(file(".languages"), ofDocuments.toByteArray());
            for (String suffix : Shard.SUFFIXES) {
                PreparedManifest.force(file(suffix));
                hashes.put(suffix, SourceFile.sha256(file(suffix)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Shard(documents, tokens, List.copyOf(languages.keySet()), hashes);
    }

    private Path file(String suffix) {
        return prefix.resolveSibling(prefix.getFileName() + suffix);
    }

    @Override
    public void close() {
        writer.close();
    }
}
