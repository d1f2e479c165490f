package dev.cloze.data.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.cloze.data.Document;
import dev.cloze.data.Fields;
import dev.cloze.data.file.Lines;
import dev.cloze.data.record.BadRecord;
import dev.cloze.data.record.DocumentSlots;
import dev.cloze.data.record.FieldTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes a document of a JSON object, reading only the fields that are asked for. */
final class JsonLineParser implements LineParser {

    // A line is bounded already, so a text or a number, which nobody computes, may be as long as a line. Depth and
    // names
    // are bounded, for they cost more memory than their bytes.
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNestingDepth(1000)
                    .maxNameLength(50_000)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final String source;
    private final FieldTree tree;
    private final DocumentSlots slots;
    private final boolean nested;

    JsonLineParser(String source, Fields fields, boolean blankTexts) {
        this(source, new DocumentSlots(fields, blankTexts), false);
    }

    /** A parser into {@code slots}; if {@code nested}, an object or an array is taken as its JSON text. */
    JsonLineParser(String source, DocumentSlots slots, boolean nested) {
        this.source = source;
        this.slots = slots;
        this.nested = nested;
        tree = FieldTree.of(slots.names());
    }

    @Override
    public @Nullable Document accept(Lines line) {
        return read(line.bytes(), line.from(), line.to());
    }

    /** The document of the object in [from, to), null where there is none or it has no text. */
    @Nullable Document read(byte[] bytes, int from, int to) {
        slots.clear();
        try (JsonParser parser = JSON.createParser(bytes, from, to - from)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return null;
            }
            requireObject(first, bytes, from, to);
            readObject(new ParsedBytes(parser, bytes, from), tree);
            if (parser.nextToken() != null) {
                throw new BadRecord("expected one JSON object, got more behind it");
            }
        } catch (StreamConstraintsException e) {
            throw new BadRecord("beyond what is read of one object: %s", BadRecord.shown(limit(e)));
        } catch (JsonProcessingException e) {
            throw new BadRecord("not JSON%s: %s", column(e.getLocation()), BadRecord.shown(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return slots.document(source);
    }

    // The library's limits have no place, and end with the name of the method that sets them.
    private static String limit(StreamConstraintsException e) {
        return e.getOriginalMessage().replaceFirst(" ?\\(?,? ?from `.*", "");
    }

    private static String column(@Nullable JsonLocation location) {
        return location == null ? "" : " at the line's column " + location.getColumnNr();
    }

    // The parser would take a zero byte at the beginning for UTF-16 or UTF-32.
    private static void requireObject(JsonToken first, byte[] bytes, int from, int to) {
        boolean zero = false;
        for (int i = from; i < Math.min(from + 4, to); i++) {
            zero |= bytes[i] == 0;
        }
        if (first != JsonToken.START_OBJECT || zero) {
            throw new BadRecord("expected a JSON object, got %s", zero ? "a zero byte" : described(first));
        }
    }

    /** A parser, and the bytes that it reads from {@code from} on. */
    private static final class ParsedBytes {

        private final JsonParser parser;
        private final byte[] bytes;
        private final int from;

        ParsedBytes(JsonParser parser, byte[] bytes, int from) {
            this.parser = parser;
            this.bytes = bytes;
            this.from = from;
        }

        /** The text of the value that the parser stands at, whose children it passes over. */
        String raw() throws IOException {
            int begin = from + (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            int end = from + (int) parser.currentLocation().getByteOffset();
            return new String(bytes, begin, end - begin, StandardCharsets.UTF_8);
        }
    }

    private void readObject(ParsedBytes reading, FieldTree level) throws IOException {
        JsonParser parser = reading.parser;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            FieldTree field = level.children().get(name);
            JsonToken value = parser.nextToken();
            if (field == null) {
                slots.sawOther(name);
                parser.skipChildren();
            } else if (value == JsonToken.START_OBJECT && !field.children().isEmpty()) {
                readObject(reading, field);
            } else {
                readValue(reading, value, field);
            }
        }
    }

    private void readValue(ParsedBytes reading, JsonToken value, FieldTree field) throws IOException {
        JsonParser parser = reading.parser;
        if (field.slot() < 0) {
            parser.skipChildren();
        } else if (value == JsonToken.VALUE_STRING) {
            slots.put(field.slot(), parser.getText());
        } else if (value.isScalarValue() && slots.takesAnyScalar(field.slot())) {
            slots.put(field.slot(), value == JsonToken.VALUE_NULL ? null : parser.getText());
        } else if (nested && value.isStructStart() && slots.takesAnyScalar(field.slot())) {
            slots.put(field.slot(), reading.raw());
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
