package dev.cloze.data.indexed;

import dev.cloze.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A file of any size in memory maps. Numbers are little-endian and may lie at any byte. */
final class MappedNumbers {

    private static final int PART_BITS = 30;
    private static final long PART = 1L << PART_BITS;

    private final Path file;
    private final long size;
    /** Parts of 1 GiB, each with as much of the next one as follows, so that reads up to 1 GiB never cross a border. */
    private final List<ByteBuffer> parts = new ArrayList<>();

    private MappedNumbers(Path file, long size) {
        this.file = file;
        this.size = size;
    }

    static MappedNumbers open(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MappedNumbers mapped = new MappedNumbers(file, channel.size());
            for (long from = 0; from < mapped.size; from += PART) {
                long length = Math.min(2 * PART - 1, mapped.size - from);
                mapped.parts.add(
                        channel.map(FileChannel.MapMode.READ_ONLY, from, length).order(ByteOrder.LITTLE_ENDIAN));
            }
            return mapped;
        } catch (NoSuchFileException e) {
            throw Refusal.because(e, file.toString(), "no such file");
        } catch (IOException e) {
            throw Refusal.because(e, file.toString(), "cannot be read: %s", String.valueOf(e.getMessage()));
        }
    }

    String name() {
        return file.toString();
    }

    long size() {
        return size;
    }

    int getInt(long at) {
        return part(at).getInt((int) (at & (PART - 1)));
    }

    long getLong(long at) {
        return part(at).getLong((int) (at & (PART - 1)));
    }

    byte getByte(long at) {
        return part(at).get((int) (at & (PART - 1)));
    }

    /** A view of some bytes, at most 1 GiB of them. */
    ByteBuffer slice(long at, int length) {
        if (length == 0) {
            return ByteBuffer.allocate(0);
        }
        return part(at).slice((int) (at & (PART - 1)), length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer part(long at) {
        return parts.get((int) (at >>> PART_BITS));
    }
}
