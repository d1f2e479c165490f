package dev.cloze.data.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.cloze.data.Document;
import dev.cloze.data.Fields;
import dev.cloze.data.file.Lines;
import dev.cloze.data.record.BadRecord;
import dev.cloze.data.record.DocumentSlots;
import dev.cloze.data.record.FieldTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Makes a document of a JSON object, reading only the fields that are asked for. */
final class JsonLineParser implements LineParser {

    // A line is bounded already, so a string may be as long as a line.
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final String source;
    private final FieldTree tree;
    private final DocumentSlots slots;

    JsonLineParser(String source, Fields fields) {
        this.source = source;
        slots = new DocumentSlots(fields);
        tree = FieldTree.of(slots.names());
    }

    @Override
    public @Nullable Document accept(Lines line) {
        byte[] bytes = line.bytes();
        slots.clear();
        try (JsonParser parser = JSON.createParser(bytes, line.from(), line.to() - line.from())) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return null;
            }
            requireObject(first, line);
            readObject(parser, tree);
            if (parser.nextToken() != null) {
                throw new BadRecord("expected one JSON object, got more behind it");
            }
        } catch (JsonProcessingException e) {
            throw new BadRecord(
                    "not JSON at the line's column %d: %s",
                    e.getLocation().getColumnNr(), BadRecord.shown(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return slots.document(source);
    }

    // The parser would take a zero byte at the beginning for UTF-16 or UTF-32.
    private static void requireObject(JsonToken first, Lines line) {
        boolean zero = false;
        for (int i = line.from(); i < Math.min(line.from() + 4, line.to()); i++) {
            zero |= line.bytes()[i] == 0;
        }
        if (first != JsonToken.START_OBJECT || zero) {
            throw new BadRecord("expected a JSON object, got %s", zero ? "a zero byte" : described(first));
        }
    }

    private void readObject(JsonParser parser, FieldTree level) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            FieldTree field = level.children().get(name);
            JsonToken value = parser.nextToken();
            if (field == null) {
                slots.sawOther(name);
                parser.skipChildren();
            } else if (value == JsonToken.START_OBJECT && !field.children().isEmpty()) {
                readObject(parser, field);
            } else {
                readValue(parser, value, field);
            }
        }
    }

    private void readValue(JsonParser parser, JsonToken value, FieldTree field) throws IOException {
        if (field.slot() < 0) {
            parser.skipChildren();
        } else if (value == JsonToken.VALUE_STRING) {
            slots.put(field.slot(), parser.getText());
        } else if (value.isScalarValue() && slots.takesAnyScalar(field.slot())) {
            slots.put(field.slot(), value == JsonToken.VALUE_NULL ? null : parser.getText());
        } else {
            throw new BadRecord(
                    "field '%s' must be a string, got %s", slots.names().get(field.slot()), described(value));
        }
    }

    private static String described(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            case END_ARRAY, END_OBJECT, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> token.name();
        };
    }
}
