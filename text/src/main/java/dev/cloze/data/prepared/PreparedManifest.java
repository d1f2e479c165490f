package dev.cloze.data.prepared;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.data.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a folder of prepared documents holds: {@code manifest.json}, written anew after each shard.
 *
 * @param origin what the tokens were made of
 * @param shards the shards that are whole
 * @param position where the source's feed goes on behind them
 * @param complete whether the source ended there
 */
public record PreparedManifest(Origin origin, List<Shard> shards, Position position, boolean complete) {

    private static final String FILE = "manifest.json";
    private static final int VERSION = 1;
    private static final long LARGEST = 256L << 20;
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Takes an unmodifiable copy. */
    public PreparedManifest {
        shards = List.copyOf(shards);
    }

    /** Nothing yet. */
    static PreparedManifest begin(Origin origin) {
        return new PreparedManifest(origin, List.of(), Position.START, false);
    }

    PreparedManifest with(Shard shard, Position behind) {
        List<Shard> more = new ArrayList<>(shards);
        more.add(shard);
        return new PreparedManifest(origin, more, behind, false);
    }

    PreparedManifest finished() {
        return new PreparedManifest(origin, shards, position, true);
    }

    /** Number of documents. */
    public long documents() {
        return shards.stream().mapToLong(Shard::documents).sum();
    }

    /** Number of tokens. */
    public long tokens() {
        return shards.stream().mapToLong(Shard::tokens).sum();
    }

    /** The manifest of a folder, if there is one. */
    public static Optional<PreparedManifest> read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            if (Files.size(file) > LARGEST) {
                throw Refusal.at(file.toString(), "a manifest must have at most %d bytes", LARGEST);
            }
            JsonNode json = MAPPER.readTree(Files.readAllBytes(file));
            if (json.path("version").asInt() != VERSION) {
                throw Refusal.at(file.toString(), "version must be %d, got %s", VERSION, json.path("version"));
            }
            return Optional.of(new PreparedManifest(
                    MAPPER.treeToValue(json.get("origin"), Origin.class),
                    List.of(MAPPER.treeToValue(json.get("shards"), Shard[].class)),
                    Position.parse(json.path("position"), file.toString()),
                    json.path("complete").asBoolean()));
        } catch (JsonProcessingException | RuntimeException e) {
            if (e instanceof Refusal refusal) {
                throw refusal;
            }
            String cause = String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", "; ");
            throw Refusal.because(e, file.toString(), "not a manifest: %s", cause);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes it, whole or not at all. */
    void write(Path folder) {
        ObjectNode json = MAPPER.createObjectNode().put("version", VERSION).put("complete", complete);
        json.set("origin", MAPPER.valueToTree(origin));
        json.set("position", position.toJson());
        json.set("shards", MAPPER.valueToTree(shards));
        Path writing = folder.resolve(FILE + ".part");
        try {
            MAPPER.writeValue(writing.toFile(), json);
            force(writing);
            Files.move(
                    writing, folder.resolve(FILE), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
