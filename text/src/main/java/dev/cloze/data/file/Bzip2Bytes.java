package dev.cloze.data.file;

import dev.cloze.Refusal;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** bzip2, taken as one frame: its streams do not begin at whole bytes. */
final class Bzip2Bytes implements FrameBytes {

    private final FileBytes file;
    private final BZip2CompressorInputStream stream;
    private long offset;

    Bzip2Bytes(FileBytes file) throws IOException {
        this.file = file;
        try {
            stream = new BZip2CompressorInputStream(new Compressed(file), true);
        } catch (IOException | RuntimeException e) {
            throw broken(e);
        }
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        try {
            int count = stream.read(target, from, length);
            offset += Math.max(count, 0);
            return count;
        } catch (IOException | RuntimeException e) {
            throw broken(e);
        }
    }

    // The decoder reports broken data by exceptions of many kinds, array bounds among them.
    private Refusal broken(Exception e) {
        return Refusal.because(
                e, file.name(), "broken bzip2 file near byte %d: %s", file.at(), String.valueOf(e.getMessage()));
    }

    @Override
    public long frame() {
        return 0;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public void close() throws IOException {
        stream.close();
        file.close();
    }

    /** The file's bytes as a stream. */
    private static final class Compressed extends InputStream {

        private final FileBytes file;

        Compressed(FileBytes file) {
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            return file.fill() ? file.buffer().get() & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            if (!file.fill()) {
                return -1;
            }
            int count = Math.min(length, file.buffer().remaining());
            file.buffer().get(target, from, count);
            return count;
        }
    }
}
