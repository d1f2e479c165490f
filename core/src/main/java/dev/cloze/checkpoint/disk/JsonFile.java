package dev.cloze.checkpoint.disk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cloze.InputFile;
import dev.cloze.Reasons;
import dev.cloze.Refusal;
import dev.cloze.Shown;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small JSON files that anyone may have written: bounded in size and depth, one object, no name twice. */
public final class JsonFile {

    private static final long LONGEST = 1 << 24;
    private static final int MOST_TEXT = 1 << 20;
    private static final long MOST_TOKENS = 500_000; // one takes up to some hundred bytes as part of a tree

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxNumberLength(400)
                            .maxStringLength(MOST_TEXT)
                            .maxTokenCount(MOST_TOKENS)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonFile() {}

    /** The object in {@code file}. */
    public static JsonNode read(Path file) {
        try {
            long bytes = InputFile.size(file);
            if (bytes > LONGEST) {
                throw Refusal.at(file.toString(), "must be at most %d bytes, got %d", LONGEST, bytes);
            }
            return parsed(file);
        } catch (IOException e) {
            throw Refusal.because(e, file.toString(), "cannot be read: %s", Reasons.of(e));
        }
    }

    private static JsonNode parsed(Path file) throws IOException {
        try {
            JsonNode json = MAPPER.readTree(Files.readAllBytes(file));
            if (!json.isObject()) {
                throw Refusal.at(file.toString(), "must be a JSON object, got %s", Shown.of(json.toString()));
            }
            return json;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw Refusal.because(
                    e, file + ": line " + line, "must be valid JSON, got %s", Shown.of(e.getOriginalMessage()));
        } catch (CharConversionException e) {
            throw Refusal.because(e, file.toString(), "must be UTF-8 text, got %s", Shown.of(Reasons.of(e)));
        }
    }
}
