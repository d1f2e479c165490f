package dev.cloze.checkpoint.disk;

import java.io.IOException;
import java.io.InputStream;

/** The next {@code left} bytes of a stream. */
public final class Bounded extends InputStream {

    private final InputStream in;
    private long left;

    public Bounded(InputStream in, long left) {
        this.in = in;
        this.left = left;
    }

    @Override
    public int read() throws IOException {
        if (left == 0) {
            return -1;
        }
        left--;
        return in.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int read = in.read(target, offset, (int) Math.min(length, left));
        left -= Math.max(read, 0);
        return read;
    }
}
