package dev.cloze.checkpoint.tensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.cloze.Reasons;
import dev.cloze.Refusal;
import dev.cloze.Shown;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the header of a safetensors file that anyone may have written: every count is bounded before it is believed. */
final class TensorHeaderReader {

    static final String METADATA = "__metadata__";

    private static final int MOST_TENSORS = 50_000;
    private static final int MOST_AXES = 16;
    private static final int MOST_REMARKS = 10_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(4)
                    .maxNameLength(1024)
                    .maxStringLength(100_000)
                    .maxNumberLength(20)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .build();

    private final String file;
    private final Map<String, TensorEntry> entries = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private TensorHeaderReader(String file) {
        this.file = file;
    }

    /**
     * The header in {@code json}, checked against the {@code dataBytes} that follow it.
     *
     * @param file name of the file, for refusals
     */
    static TensorHeader read(InputStream json, long dataBytes, String file) throws IOException {
        TensorHeaderReader reader = new TensorHeaderReader(file);
        try (JsonParser parser = JSON.createParser(json)) {
            reader.readAll(parser);
        } catch (JsonProcessingException | CharConversionException e) {
            throw Refusal.because(e, file, "the header must be valid JSON without repeated names, got %s", reason(e));
        }
        reader.checkCover(dataBytes);
        return new TensorHeader(reader.entries, reader.metadata);
    }

    private static String reason(IOException e) {
        return Shown.of(e instanceof JsonProcessingException json ? json.getOriginalMessage() : Reasons.of(e));
    }

    private void readAll(JsonParser parser) throws IOException {
        expect(parser.nextToken() == JsonToken.START_OBJECT, "header", "must be a JSON object");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals(METADATA)) {
                readMetadata(parser);
            } else {
                expect(entries.size() < MOST_TENSORS, "header", "must list at most " + MOST_TENSORS + " tensors");
                entries.put(name, readEntry(parser, name));
            }
        }
        expect(parser.nextToken() == null, "header", "must end after its closing brace");
    }

    private void readMetadata(JsonParser parser) throws IOException {
        expect(parser.currentToken() == JsonToken.START_OBJECT, METADATA, "must be an object of strings");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            expect(parser.nextToken() == JsonToken.VALUE_STRING, METADATA, "must hold strings only");
            expect(metadata.size() < MOST_REMARKS, METADATA, "must hold at most " + MOST_REMARKS + " strings");
            metadata.put(key, parser.getText());
        }
    }

    private TensorEntry readEntry(JsonParser parser, String name) throws IOException {
        expect(parser.currentToken() == JsonToken.START_OBJECT, name, "must be an object");
        String type = "";
        long[] shape = {-1};
        long[] offsets = {};
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "dtype" -> {
                    expect(value == JsonToken.VALUE_STRING, name, "dtype must be a string");
                    type = parser.getText();
                }
                case "shape" -> shape = readNumbers(parser, name, MOST_AXES);
                case "data_offsets" -> offsets = readNumbers(parser, name, 2);
                default -> throw refuse(name, "unknown field " + Shown.of(field));
            }
        }
        expect(offsets.length == 2, name, "data_offsets must be two numbers");
        expect(shape.length == 0 || shape[0] >= 0, name, "shape is missing");
        return entry(name, type, shape, offsets);
    }

    private TensorEntry entry(String name, String typeName, long[] shape, long[] offsets) {
        ElementType type = ElementType.named(typeName)
                .orElseThrow(() -> refuse(
                        name,
                        "dtype must be one of " + Arrays.toString(ElementType.values()) + ", got "
                                + Shown.of(typeName)));
        long bytes;
        try {
            bytes = TensorEntry.bytes(type, shape);
        } catch (ArithmeticException e) {
            throw Refusal.because(e, place(name), "shape %s holds more than 2^63 bytes", Arrays.toString(shape));
        }
        expect(
                offsets[1] >= offsets[0] && offsets[1] - offsets[0] == bytes,
                name,
                "data_offsets must span the " + bytes + " bytes of " + type + Arrays.toString(shape) + ", got "
                        + Arrays.toString(offsets));
        return new TensorEntry(type, shape, offsets[0]);
    }

    private long[] readNumbers(JsonParser parser, String name, int most) throws IOException {
        expect(parser.currentToken() == JsonToken.START_ARRAY, name, "shape and data_offsets must be arrays");
        long[] numbers = new long[most];
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(
                    parser.currentToken() == JsonToken.VALUE_NUMBER_INT,
                    name,
                    "shape and data_offsets must hold integers");
            expect(count < most, name, "an array must hold at most " + most + " numbers");
            numbers[count] = parser.getLongValue();
            expect(numbers[count] >= 0, name, "numbers must not be negative, got " + numbers[count]);
            count++;
        }
        return Arrays.copyOf(numbers, count);
    }

    /** Tensors in the order of their bytes must follow one another without gap or overlap and reach the file's end. */
    private void checkCover(long dataBytes) {
        List<Map.Entry<String, TensorEntry>> ordered = new ArrayList<>(entries.entrySet());
        ordered.sort(Comparator.comparingLong(
                        (Map.Entry<String, TensorEntry> e) -> e.getValue().begin())
                .thenComparingLong(e -> e.getValue().end()));
        long reached = 0;
        for (Map.Entry<String, TensorEntry> entry : ordered) {
            long begin = entry.getValue().begin();
            expect(
                    begin == reached,
                    entry.getKey(),
                    "bytes must begin at " + reached + ", where the one before ends, got " + begin);
            reached = entry.getValue().end();
            expect(
                    reached <= dataBytes,
                    entry.getKey(),
                    "bytes end at " + reached + ", beyond the file's " + dataBytes);
        }
        expect(
                reached == dataBytes,
                "header",
                "tensors must fill the file's " + dataBytes + " bytes of data, got " + reached);
    }

    private void expect(boolean holds, String name, String rule) {
        if (!holds) {
            throw refuse(name, rule);
        }
    }

    private Refusal refuse(String name, String rule) {
        return Refusal.at(place(name), "%s", rule);
    }

    private String place(String name) {
        return file + ": " + Shown.of(name);
    }
}
