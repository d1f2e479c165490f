package dev.cloze.data.prepared;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Corpus;
import dev.cloze.data.Feed;
import dev.cloze.data.Position;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.data.indexed.IndexedTokens;
import dev.cloze.data.stream.IndexedFeed;
import dev.cloze.text.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The documents of a folder that was prepared, in an order drawn from the seed over all of them.
 *
 * @param name what reports call the source
 * @param folder where they are
 * @param manifest what the folder holds
 */
public record PreparedDocuments(String name, Path folder, PreparedManifest manifest)
        implements Corpus<TokenizedDocument> {

    private static final String AGAIN = "; run 'cloze prepare' again";

    /** The documents of a folder, which must be complete. */
    public static PreparedDocuments open(String name, Path folder) {
        PreparedManifest manifest = PreparedManifest.read(folder)
                .orElseThrow(() -> Refusal.at(folder.toString(), "holds no prepared documents%s", AGAIN));
        if (!manifest.complete()) {
            throw Refusal.at(folder.toString(), "was prepared up to document %d only%s", manifest.documents(), AGAIN);
        }
        return new PreparedDocuments(name, folder, manifest);
    }

    /** Checks that the tokens are made as they would be now. */
    public void requireMade(String tokenizer, String options) {
        Origin origin = manifest.origin();
        if (!origin.tokenizer().equals(tokenizer)) {
            throw Refusal.at(
                    folder.toString(),
                    "was prepared with another tokenizer, of hash %.12s, not %.12s%s",
                    origin.tokenizer(),
                    tokenizer,
                    AGAIN);
        }
        if (!origin.options().equals(options)) {
            throw Refusal.at(folder.toString(), "was prepared by '%s', not '%s'%s", origin.options(), options, AGAIN);
        }
    }

    /** Checks that the sources are what they were. */
    public void requireSources(List<Path> sources) {
        Origin origin = manifest.origin();
        if (origin.sources().size() != sources.size()) {
            throw Refusal.at(
                    folder.toString(),
                    "was prepared from %d files, not %d%s",
                    origin.sources().size(),
                    sources.size(),
                    AGAIN);
        }
        for (int i = 0; i < sources.size(); i++) {
            if (!origin.sources().get(i).is(sources.get(i))) {
                throw Refusal.at(sources.get(i).toString(), "has changed since it was prepared%s", AGAIN);
            }
        }
    }

    /** Reads everything and compares it with the checksums. */
    public void verify() {
        for (int i = 0; i < manifest.shards().size(); i++) {
            for (String suffix : Shard.SUFFIXES) {
                Path file = folder.resolve(Shard.name(i) + suffix);
                String expected = manifest.shards().get(i).sha256().getOrDefault(suffix, "none");
                if (!SourceFile.sha256(file).equals(expected)) {
                    throw Refusal.at(file.toString(), "is damaged: its checksum is not %.12s…", expected);
                }
            }
        }
    }

    @Override
    public List<Path> paths() {
        return IntStream.range(0, manifest.shards().size())
                .boxed()
                .flatMap(i -> Shard.SUFFIXES.stream().map(suffix -> folder.resolve(Shard.name(i) + suffix)))
                .toList();
    }

    @Override
    public long examples() {
        return manifest.documents();
    }

    @Override
    public Feed<TokenizedDocument> open(Position position, Seed seed) {
        List<OpenShard> shards = new ArrayList<>();
        for (int i = 0; i < manifest.shards().size(); i++) {
            shards.add(OpenShard.of(
                    folder.resolve(Shard.name(i)), manifest.shards().get(i)));
        }
        IndexedFeed.Documents documents =
                new IndexedFeed.Documents(name, examples(), fingerprint(), number -> document(shards, number));
        return new IndexedFeed(documents, position, seed);
    }

    private long fingerprint() {
        Seed hash = new Seed(manifest.shards().size());
        for (Shard shard : manifest.shards()) {
            hash = hash.split(shard.sha256().getOrDefault(".bin", ""))
                    .split(shard.sha256().getOrDefault(".idx", ""));
        }
        return hash.value();
    }

    private TokenizedDocument document(List<OpenShard> shards, long number) {
        long inShard = number;
        int shard = 0;
        while (inShard >= shards.get(shard).shard().documents()) {
            inShard -= shards.get(shard).shard().documents();
            shard++;
        }
        return shards.get(shard).document(inShard, name, manifest.origin().pairs());
    }

    /** A shard that is mapped into memory. */
    private record OpenShard(Shard shard, IndexedTokens tokens, ByteBuffer languages) {

        static OpenShard of(Path prefix, Shard shard) {
            IndexedTokens tokens = IndexedTokens.open(prefix);
            Path languages = prefix.resolveSibling(prefix.getFileName() + ".languages");
            ByteBuffer numbers;
            try (FileChannel channel = FileChannel.open(languages, StandardOpenOption.READ)) {
                numbers = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            boolean fits =
                    tokens.documents() == shard.documents() && numbers.capacity() == Short.BYTES * shard.documents();
            if (!fits) {
                throw Refusal.at(prefix.toString(), "is damaged: it does not have %d documents", shard.documents());
            }
            return new OpenShard(shard, tokens, numbers.order(ByteOrder.LITTLE_ENDIAN));
        }

        TokenizedDocument document(long number, String source, boolean pairs) {
            int language = languages.getShort((int) (Short.BYTES * number)) & 0xFFFF;
            if (language >= shard.languages().size()) {
                throw Refusal.at(source, "document %d has an unknown language, number %d", number, language);
            }
            String code = shard.languages().get(language);
            if (!pairs) {
                return new TokenizedDocument(tokens.document(number), code, source);
            }
            long first = tokens.documentStart(number);
            Tokens targets = tokens.documentStart(number + 1) == first + 2 ? tokens.tokens(first + 1) : Tokens.EMPTY;
            return new TokenizedDocument(tokens.tokens(first), targets, code, source);
        }
    }
}
