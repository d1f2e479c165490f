package dev.cloze.data.file;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.cloze.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Zstandard (RFC 8878). Frames that hold no content, such as a seek table, are passed over. */
final class ZstdBytes implements FrameBytes {

    private static final int SIZE = 1 << 18;
    private static final int RATIO = 8;
    // Windows up to 2 GiB, as written by zstd --long=31; pages of the window that are never written cost nothing.
    private static final int LARGEST_WINDOW_LOG = 31;

    private final FileBytes file;
    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    private final ByteBuffer ready;
    private long frame;
    private long offset;
    private boolean insideFrame;

    ZstdBytes(FileBytes file) {
        this.file = file;
        frame = file.at();
        ready = ByteBuffer.allocateDirect(Math.min(SIZE, RATIO * file.buffer().capacity()))
                .flip();
        context.setLongMax(LARGEST_WINDOW_LOG);
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        while (!ready.hasRemaining()) {
            if (!decompress()) {
                return -1;
            }
        }
        int count = Math.min(length, ready.remaining());
        ready.get(target, from, count);
        offset += count;
        return count;
    }

    private boolean decompress() throws IOException {
        // A full buffer means that the decoder may hold more output than it had room for.
        boolean drained = ready.limit() < ready.capacity();
        if (!file.fill() && (drained || !insideFrame)) {
            if (insideFrame) {
                throw Refusal.at(
                        file.name(), "broken zstd file: it ends inside the frame that begins at byte %d", frame);
            }
            return false;
        }
        if (!insideFrame) {
            frame = file.at();
            offset = 0;
        }
        ready.clear();
        try {
            insideFrame = !context.decompressDirectByteBufferStream(ready, file.buffer());
        } catch (ZstdException e) {
            throw Refusal.because(
                    e, file.name(), "broken zstd file near byte %d: %s", file.at(), String.valueOf(e.getMessage()));
        } finally {
            ready.flip();
        }
        return true;
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
        context.close();
        file.close();
    }
}
