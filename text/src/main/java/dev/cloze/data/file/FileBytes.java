package dev.cloze.data.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file's own bytes through a buffer outside the heap, where decompressors read them. */
final class FileBytes implements Closeable {

    private static final int SIZE = 1 << 18;
    private static final int SMALLEST = 1 << 9;

    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer buffer;
    private long behindBuffer;

    FileBytes(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        int size = (int) Math.max(SMALLEST, Math.min(SIZE, channel.size()));
        buffer = ByteBuffer.allocateDirect(size).flip();
    }

    String name() {
        return file.toString();
    }

    /** The bytes read ahead; empty only at the end of the file, or before {@link #fill}. */
    ByteBuffer buffer() {
        return buffer;
    }

    /** Reads ahead if nothing is left; false at the end of the file. */
    boolean fill() throws IOException {
        if (buffer.hasRemaining()) {
            return true;
        }
        buffer.clear();
        int count = channel.read(buffer);
        buffer.flip();
        behindBuffer += Math.max(count, 0);
        return count > 0;
    }

    /** The file's byte that {@link #buffer} continues with. */
    long at() {
        return behindBuffer - buffer.remaining();
    }

    /** Goes on at a byte of the file. */
    void moveTo(long at) throws IOException {
        channel.position(at);
        behindBuffer = at;
        buffer.clear().flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
