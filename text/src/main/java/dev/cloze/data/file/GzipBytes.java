package dev.cloze.data.file;

import dev.cloze.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** gzip (RFC 1952): members one after another, each with its own checksum. */
final class GzipBytes implements FrameBytes {

    private static final int MAGIC = 0x8B1F;
    private static final int DEFLATE = 8;
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final FileBytes file;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private long frame;
    private long offset;
    private boolean insideMember;

    GzipBytes(FileBytes file) {
        this.file = file;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        while (true) {
            if (!insideMember && !beginMember()) {
                return -1;
            }
            int count = inflate(target, from, length);
            if (inflater.finished()) {
                endMember(target, from, count);
            } else if (count > 0) {
                checksum.update(target, from, count);
            }
            if (count > 0) {
                offset += count;
                return count;
            }
        }
    }

    private int inflate(byte[] target, int from, int length) throws IOException {
        try {
            if (inflater.needsInput()) {
                if (!file.fill()) {
                    throw broken("it ends inside the member that begins at byte " + frame);
                }
                inflater.setInput(file.buffer());
            }
            return inflater.inflate(target, from, length);
        } catch (DataFormatException e) {
            throw Refusal.because(
                    e, file.name(), "broken gzip file near byte %d: %s", file.at(), String.valueOf(e.getMessage()));
        }
    }

    private boolean beginMember() throws IOException {
        if (!file.fill()) {
            return false;
        }
        frame = file.at();
        offset = 0;
        if (next(2) != MAGIC || next(1) != DEFLATE) {
            throw broken("no gzip header at byte " + frame);
        }
        long flags = next(1);
        next(4);
        next(2);
        if ((flags & EXTRA) != 0) {
            for (long left = next(2); left > 0; left--) {
                next(1);
            }
        }
        skipText(flags & NAME);
        skipText(flags & COMMENT);
        if ((flags & HEADER_CHECKSUM) != 0) {
            next(2);
        }
        inflater.reset();
        checksum.reset();
        insideMember = true;
        return true;
    }

    private void endMember(byte[] target, int from, int count) throws IOException {
        checksum.update(target, from, count);
        insideMember = false;
        long expected = next(4);
        if (expected != checksum.getValue()) {
            throw broken("the checksum of the member that begins at byte %d is wrong".formatted(frame));
        }
        long size = next(4);
        if (size != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
            throw broken("the size of the member that begins at byte %d is wrong".formatted(frame));
        }
    }

    private void skipText(long flag) throws IOException {
        boolean inside = flag != 0;
        while (inside) {
            inside = next(1) != 0;
        }
    }

    private long next(int bytes) throws IOException {
        long value = 0;
        ByteBuffer buffer = file.buffer();
        for (int i = 0; i < bytes; i++) {
            if (!file.fill()) {
                throw broken("it ends inside the member that begins at byte " + frame);
            }
            value |= (buffer.get() & 0xFFL) << (8 * i);
        }
        return value;
    }

    private Refusal broken(String why) {
        return Refusal.at(file.name(), "broken gzip file: %s", why);
    }

    @Override
    public long frame() {
        return frame;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        file.close();
    }
}
