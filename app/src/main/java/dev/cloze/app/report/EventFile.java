package dev.cloze.app.report;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * TensorBoard's event file: protobuf messages of type {@code tensorflow.Event}, each framed by its length and masked
 * checksums.
 *
 * <pre>
 * length  8 bytes, little endian
 * check   4 bytes, masked CRC32C of the length
 * event   length bytes
 * check   4 bytes, masked CRC32C of the event
 * </pre>
 */
public final class EventFile implements AutoCloseable {

    private static final int MASK_DELTA = 0xa282ead8;

    // Field numbers of tensorflow.Event, Summary and Summary.Value.
    private static final int EVENT_WALL_TIME = 1;
    private static final int EVENT_STEP = 2;
    private static final int EVENT_FILE_VERSION = 3;
    private static final int EVENT_SUMMARY = 5;
    private static final int SUMMARY_VALUE = 1;
    private static final int VALUE_TAG = 1;
    private static final int VALUE_SIMPLE = 2;

    private final Path file;
    private final OutputStream out;

    private EventFile(Path file, OutputStream out) {
        this.file = file;
        this.out = out;
    }

    /** A new file in {@code folder}, named as TensorBoard looks for it. */
    public static EventFile create(Path folder, Instant now) {
        Path file = folder.resolve("events.out.tfevents.%010d.cloze".formatted(now.getEpochSecond()));
        try {
            Files.createDirectories(folder);
            EventFile events = new EventFile(file, new FileOutputStream(file.toFile()));
            events.write(event(now, 0, out -> out.writeString(EVENT_FILE_VERSION, "brain.Event:2")));
            return events;
        } catch (IOException e) {
            throw Writing.failure(file, e);
        }
    }

    /** Adds numbers by their tags, such as {@code loss/train}. */
    public void add(long step, Instant now, Map<String, Double> values) {
        try {
            byte[] summary = message(out -> {
                for (Map.Entry<String, Double> value : values.entrySet()) {
                    out.writeByteArray(SUMMARY_VALUE, value(value.getKey(), value.getValue()));
                }
            });
            write(event(now, step, out -> out.writeByteArray(EVENT_SUMMARY, summary)));
        } catch (IOException e) {
            throw Writing.failure(file, e);
        }
    }

    private static byte[] value(String tag, double value) throws IOException {
        return message(out -> {
            out.writeString(VALUE_TAG, tag);
            out.writeFloat(VALUE_SIMPLE, (float) value);
        });
    }

    private static byte[] event(Instant now, long step, Message what) throws IOException {
        return message(out -> {
            out.writeDouble(EVENT_WALL_TIME, now.toEpochMilli() / 1000.0);
            out.writeInt64(EVENT_STEP, step);
            what.writeTo(out);
        });
    }

    private static byte[] message(Message message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        message.writeTo(out);
        out.flush();
        return bytes.toByteArray();
    }

    @FunctionalInterface
    private interface Message {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    private void write(byte[] event) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        length.putLong(event.length);
        ByteBuffer record = ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES + event.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        record.put(length.array()).putInt(check(length.array())).put(event).putInt(check(event));
        out.write(record.array());
    }

    private static int check(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        int crc = (int) sum.getValue();
        return Integer.rotateRight(crc, 15) + MASK_DELTA;
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw Writing.failure(file, e);
        }
    }
}
