package dev.cloze.data.random;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.cloze.GoldenLines;
import dev.cloze.PythonNumbers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The cases of {@code golden/seqio}, by kind. */
public final class SeqioCases {

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true)
            .registerModule(PythonNumbers.module());

    private SeqioCases() {}

    /** One test for each case of a kind. */
    public static Stream<DynamicTest> tests(String kind, Consumer<JsonNode> test) {
        return GoldenLines.of("seqio", "cases.jsonl.zst")
                .filter(c -> c.path("kind").asText().equals(kind))
                .map(c -> DynamicTest.dynamicTest(c.path("id").asText(), () -> test.accept(c)));
    }

    /** Compares a stream, given as far as the case was computed, with its beginning and with the hash of all of it. */
    public static void assertStream(JsonNode goldenCase, List<?> elements) {
        JsonNode output = goldenCase.get("output");
        int shown = Math.min(output.size(), elements.size());
        assertThat(json(elements.subList(0, shown))).isEqualTo(json(MAPPER.convertValue(output, Object.class)));
        assertThat(elements).hasSize(goldenCase.get("elements").asInt());
        assertThat(sha256(elements)).isEqualTo(goldenCase.get("sha256").asText());
    }

    private static String sha256(List<?> elements) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Object element : elements) {
                digest.update((json(element) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String json(Object element) {
        try {
            return MAPPER.writeValueAsString(element);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
