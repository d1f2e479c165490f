package dev.cloze.data.file;

import java.io.IOException;

/** A file that is not compressed: one frame. */
final class PlainBytes implements FrameBytes {

    private final FileBytes file;

    PlainBytes(FileBytes file) {
        this.file = file;
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

    @Override
    public long frame() {
        return 0;
    }

    @Override
    public long offset() {
        return file.at();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
