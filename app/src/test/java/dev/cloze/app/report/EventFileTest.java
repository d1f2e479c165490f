package dev.cloze.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {

    @TempDir
    Path folder;

    @Test
    void records_are_framed_by_length_and_masked_checksums() throws IOException {
        List<byte[]> records = records();
        assertThat(records).hasSize(3);
        CodedInputStream first = CodedInputStream.newInstance(records.get(0));
        assertThat(first.readTag() >>> 3).isEqualTo(1);
        assertThat(first.readDouble()).isEqualTo(1_700_000_000.5);
        assertThat(first.readTag() >>> 3).isEqualTo(2);
        assertThat(first.readInt64()).isZero();
        assertThat(first.readTag() >>> 3).isEqualTo(3);
        assertThat(first.readString()).isEqualTo("brain.Event:2");
    }

    @Test
    void a_number_carries_its_tag_and_step() throws IOException {
        CodedInputStream event = CodedInputStream.newInstance(records().get(2));
        event.skipField(event.readTag());
        assertThat(event.readTag() >>> 3).isEqualTo(2);
        assertThat(event.readInt64()).isEqualTo(20);
        assertThat(event.readTag() >>> 3).isEqualTo(5);
        CodedInputStream summary = CodedInputStream.newInstance(event.readByteArray());
        assertThat(summary.readTag() >>> 3).isEqualTo(1);
        CodedInputStream value = CodedInputStream.newInstance(summary.readByteArray());
        assertThat(value.readTag() >>> 3).isEqualTo(1);
        assertThat(value.readString()).isEqualTo("loss/train");
        assertThat(value.readTag() >>> 3).isEqualTo(2);
        assertThat(value.readFloat()).isEqualTo(2.5f);
        assertThat(summary.isAtEnd()).isTrue();
    }

    private List<byte[]> records() throws IOException {
        Instant now = Instant.ofEpochMilli(1_700_000_000_500L);
        try (EventFile events = EventFile.create(folder, now)) {
            events.add(10, now, Map.of("loss/train", 3.5, "loss/held-out", 4.0));
            events.add(20, now, Map.of("loss/train", 2.5));
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(onlyFile())).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> records = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] length = new byte[8];
            bytes.get(length);
            assertThat(bytes.getInt()).isEqualTo(masked(length));
            byte[] record = new byte
                    [(int) ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()];
            bytes.get(record);
            assertThat(bytes.getInt()).isEqualTo(masked(record));
            records.add(record);
        }
        return records;
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findFirst().orElseThrow();
        }
    }

    // As TensorFlow's record writer has it: rotated right by 15 bits, plus a constant.
    private static int masked(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        long crc = sum.getValue();
        return (int) ((((crc >>> 15) | (crc << 17)) + 0xa282ead8L) & 0xffffffffL);
    }
}
