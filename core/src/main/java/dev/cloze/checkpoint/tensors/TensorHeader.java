package dev.cloze.checkpoint.tensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;

/**
 * The directory of a safetensors file: every tensor's format, shape and place, and the file's own remarks.
 *
 * <pre>
 * 8 bytes   length of the header, little-endian, at most 100 MB
 * header    {"__metadata__":{"format":"pt"},"shared.weight":{"dtype":"F32","shape":[97,32],"data_offsets":[0,12416]}, …}
 * data      the tensors one after the other, no gaps, no overlaps, up to the end of the file
 * </pre>
 *
 * @param entries the tensors by name, in the header's order
 * @param metadata remarks of the writer
 */
record TensorHeader(Map<String, TensorEntry> entries, Map<String, String> metadata) {

    /** Bytes of the length in front of the header. */
    static final int PREFIX = 8;

    /** The longest header there may be, as in the reference implementation. */
    static final long LONGEST = 100_000_000;

    private static final JsonFactory JSON = new JsonFactory();

    TensorHeader {
        entries = Collections.unmodifiableMap(entries);
        metadata = Collections.unmodifiableMap(metadata);
    }

    /** The header as it stands in a file: its length, its JSON, and spaces up to a multiple of eight. */
    byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[PREFIX]);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] written = out.toByteArray();
        byte[] padded = Arrays.copyOf(written, (written.length + 7) / 8 * 8);
        Arrays.fill(padded, written.length, padded.length, (byte) ' ');
        long length = (long) padded.length - PREFIX;
        for (int i = 0; i < PREFIX; i++) {
            padded[i] = (byte) (length >>> (8 * i));
        }
        return padded;
    }

    /** The JSON alone. */
    String json() {
        byte[] bytes = toBytes();
        return new String(bytes, PREFIX, bytes.length - PREFIX, StandardCharsets.UTF_8).stripTrailing();
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        if (!metadata.isEmpty()) {
            json.writeObjectFieldStart(TensorHeaderReader.METADATA);
            for (Map.Entry<String, String> remark : metadata.entrySet()) {
                json.writeStringField(remark.getKey(), remark.getValue());
            }
            json.writeEndObject();
        }
        for (Map.Entry<String, TensorEntry> entry : entries.entrySet()) {
            json.writeObjectFieldStart(entry.getKey());
            write(json, entry.getValue());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, TensorEntry entry) throws IOException {
        long[] shape = entry.shape();
        json.writeStringField("dtype", entry.type().name());
        json.writeFieldName("shape");
        json.writeArray(shape, 0, shape.length);
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {entry.begin(), entry.end()}, 0, 2);
    }
}
