package dev.cloze.data.indexed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedNumbersTest {

    private static final long GIB = 1L << 30;

    /** A file with holes takes no room where it has none. */
    @Test
    void a_file_of_5_gib_is_read_at_every_border(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("big.bin");
        long[] places = {0, GIB - 3, 2 * GIB - 7, 2 * GIB, 3 * GIB - 1, 5 * GIB - 8};
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            for (long place : places) {
                ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                channel.write(number.putLong(0, ~place), place);
            }
        }
        MappedNumbers mapped = MappedNumbers.open(file);
        assertThat(mapped.size()).isEqualTo(5 * GIB);
        for (long place : places) {
            assertThat(mapped.getLong(place)).isEqualTo(~place);
            assertThat(mapped.slice(place, Long.BYTES).getLong()).isEqualTo(~place);
        }
    }
}
