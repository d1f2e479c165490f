package dev.cloze.checkpoint.tensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.InputFile;
import dev.cloze.Reasons;
import dev.cloze.Refusal;
import dev.cloze.Shown;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which file of several holds which tensor: {@code model.safetensors.index.json}.
 *
 * @param files the file's name by the tensor's name
 */
public record ShardIndex(Map<String, String> files) {

    private static final int MOST_TENSORS = 200_000;
    private static final int MOST_SHARDS = 10_000;
    private static final String MANY_TENSORS = "must name at most " + MOST_TENSORS + " tensors";
    private static final String MANY_SHARDS = "must name at most " + MOST_SHARDS + " files";

    // A plain name: nothing that leads out of the folder.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,200}");

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxNameLength(1024)
                    .maxStringLength(100_000)
                    .maxDocumentLength(TensorHeader.LONGEST)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    public ShardIndex {
        files = Collections.unmodifiableMap(files);
    }

    /** Reads {@code file}. */
    static ShardIndex read(Path file) {
        Map<String, String> files = new LinkedHashMap<>();
        try (JsonParser parser = open(file)) {
            expect(parser.nextToken() == JsonToken.START_OBJECT, file, "must be a JSON object");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                if (field.equals("weight_map")) {
                    readMap(parser, files, file);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JsonProcessingException e) {
            throw Refusal.because(e, file.toString(), "must be valid JSON, got %s", Shown.of(e.getOriginalMessage()));
        } catch (IOException e) {
            throw Refusal.because(e, file.toString(), "cannot be read: %s", Reasons.of(e));
        }
        expect(!files.isEmpty(), file, "weight_map must name at least one tensor");
        return new ShardIndex(files);
    }

    private static JsonParser open(Path file) throws IOException {
        InputFile.size(file);
        return JSON.createParser(file.toFile());
    }

    private static void readMap(JsonParser parser, Map<String, String> files, Path file) throws IOException {
        expect(parser.currentToken() == JsonToken.START_OBJECT, file, "weight_map must be an object");
        Map<String, String> shards = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            expect(parser.nextToken() == JsonToken.VALUE_STRING, file, "weight_map must hold file names");
            expect(files.size() < MOST_TENSORS, file, MANY_TENSORS);
            files.put(name, shards.computeIfAbsent(parser.getText(), shard -> plain(shard, file)));
            expect(shards.size() <= MOST_SHARDS, file, MANY_SHARDS);
        }
    }

    private static String plain(String shard, Path file) {
        if (!PLAIN.matcher(shard).matches()) {
            throw Refusal.at(file.toString(), "files must lie in this folder, got %s", Shown.of(shard));
        }
        return shard;
    }

    private static void expect(boolean holds, Path file, String rule) {
        if (!holds) {
            throw Refusal.at(file.toString(), "%s", rule);
        }
    }

    /** The text of an index over {@code files} that hold {@code bytes} in all. */
    public static String toJson(Map<String, String> files, long bytes) {
        SortedMap<String, String> sorted = new TreeMap<>(files);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("metadata").put("total_size", bytes);
        ObjectNode map = json.putObject("weight_map");
        sorted.forEach(map::put);
        return json.toPrettyString() + "\n";
    }
}
