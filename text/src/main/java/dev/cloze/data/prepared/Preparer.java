package dev.cloze.data.prepared;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Pipeline;
import dev.cloze.data.Position;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.data.indexed.IdType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Makes the documents of one task into tokens, once. One thread reads, many make tokens, and shards are written in the order
 * of the documents: the files do not depend on the number of threads. After each shard the manifest says where the source
 * goes on, so a run that was interrupted loses the shard that was being written.
 */
public final class Preparer {

    private static final Seed ORDER = new Seed(0);
    private static final int CHUNKS_AHEAD = 4;

    private final Path folder;
    private final Function<Document, TokenizedDocument> tokenizer;
    private final Settings settings;

    /**
     * How it is done.
     *
     * @param type holds every id
     * @param shardCharacters a shard ends when it has so many characters
     * @param chunkCharacters characters that a thread takes at a time
     * @param threads threads that make tokens
     */
    public record Settings(IdType type, long shardCharacters, long chunkCharacters, int threads) {

        private static final long SHARD = 256L << 20;
        private static final long CHUNK = 1L << 18;

        /** Shards of 256 million characters. */
        public static Settings usual(int vocabulary, int threads) {
            return new Settings(IdType.forVocabulary(vocabulary), SHARD, CHUNK, threads);
        }
    }

    /** Documents of a chunk, and where the feed stood behind them. */
    private record Chunk(List<Document> documents, Position behind, boolean endsShard) {}

    private record Pending(Chunk chunk, Future<List<TokenizedDocument>> tokens) {}

    /** Prepares into a folder. */
    public Preparer(Path folder, Function<Document, TokenizedDocument> tokenizer, Settings settings) {
        this.folder = folder;
        this.tokenizer = tokenizer;
        this.settings = settings;
    }

    /** Goes on where the folder's manifest says, or begins anew where it was made of something else. */
    public PreparedManifest run(Pipeline<Document> documents, Origin origin, LongConsumer progress) {
        PreparedManifest manifest = begun(origin);
        if (manifest.complete()) {
            return manifest;
        }
        ExecutorService threads = Executors.newFixedThreadPool(settings.threads());
        try (Feed<Document> feed = documents.open(manifest.position(), ORDER)) {
            return new Run(feed, threads, manifest, progress).all();
        } finally {
            threads.shutdownNow();
        }
    }

    private PreparedManifest begun(Origin origin) {
        PreparedManifest found = PreparedManifest.read(folder).orElse(null);
        try {
            Files.createDirectories(folder);
            if (found != null && found.origin().difference(origin).isEmpty()) {
                return found;
            }
            clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        PreparedManifest empty = PreparedManifest.begin(origin);
        empty.write(folder);
        return empty;
    }

    /** Only files that a preparation has written. */
    private void clear() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().matches("[0-9]{5}\\.(bin|idx|idx\\.part|languages)")) {
                    Files.delete(file);
                }
            }
        }
    }

    /** One go. */
    private final class Run {

        private final Feed<Document> feed;
        private final ExecutorService threads;
        private final LongConsumer progress;
        private final Deque<Pending> ahead = new ArrayDeque<>();
        private PreparedManifest manifest;
        private ShardWriter shard;
        private long shardCharacters;
        private long written;

        Run(Feed<Document> feed, ExecutorService threads, PreparedManifest manifest, LongConsumer progress) {
            this.feed = feed;
            this.threads = threads;
            this.manifest = manifest;
            this.progress = progress;
            written = manifest.documents();
            shard = nextShard();
        }

        PreparedManifest all() {
            try {
                for (Chunk chunk = read(); !chunk.documents().isEmpty(); chunk = read()) {
                    ahead.add(submitted(chunk));
                    if (ahead.size() > CHUNKS_AHEAD * settings.threads()) {
                        write(ahead.remove());
                    }
                }
                while (!ahead.isEmpty()) {
                    write(ahead.remove());
                }
                if (!shard.isEmpty()) {
                    finishShard(feed.position());
                }
            } finally {
                shard.close();
            }
            manifest = manifest.finished();
            manifest.write(folder);
            return manifest;
        }

        private Chunk read() {
            List<Document> documents = new ArrayList<>();
            long characters = 0;
            while (characters < settings.chunkCharacters()
                    && shardCharacters < settings.shardCharacters()
                    && feed.advance()) {
                documents.add(feed.current());
                characters += feed.current().characters();
                shardCharacters += feed.current().characters();
            }
            boolean full = shardCharacters >= settings.shardCharacters();
            shardCharacters = full ? 0 : shardCharacters;
            return new Chunk(documents, feed.position(), full);
        }

        private Pending submitted(Chunk chunk) {
            return new Pending(
                    chunk,
                    threads.submit(
                            () -> chunk.documents().stream().map(tokenizer).toList()));
        }

        private void write(Pending pending) {
            for (TokenizedDocument document : result(pending.tokens())) {
                shard.add(document);
            }
            written += pending.chunk().documents().size();
            progress.accept(written);
            if (pending.chunk().endsShard()) {
                finishShard(pending.chunk().behind());
                shard = nextShard();
            }
        }

        private void finishShard(Position behind) {
            manifest = manifest.with(shard.finish(), behind);
            manifest.write(folder);
        }

        private ShardWriter nextShard() {
            Path prefix = folder.resolve(Shard.name(manifest.shards().size()));
            return new ShardWriter(prefix, settings.type(), manifest.origin().pairs());
        }

        private static List<TokenizedDocument> result(Future<List<TokenizedDocument>> tokens) {
            try {
                return tokens.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Refusal.because(e, "prepare", "interrupted; the same command goes on");
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e);
            }
        }
    }
}
