package dev.cloze;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads golden files of one JSON object a line. */
public final class GoldenLines {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private GoldenLines() {}

    /** The objects of {@code kind/name}, compressed with zstd; none where there is no such file. */
    public static Stream<JsonNode> of(String kind, String name) {
        return Golden.folder(kind).map(folder -> folder.resolve(name)).filter(Files::exists).stream()
                .flatMap(file -> read(file).stream());
    }

    private static List<JsonNode> read(Path file) {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new ZstdInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return reader.lines().map(GoldenLines::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parse(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
