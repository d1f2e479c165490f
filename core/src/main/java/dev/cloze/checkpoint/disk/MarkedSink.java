package dev.cloze.checkpoint.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** Hashes what passes through it on the way to a file. */
public final class MarkedSink implements Disk.Sink {

    private final Disk.Sink sink;
    private final MessageDigest digest = FileMark.digest();
    private long bytes;

    public MarkedSink(Disk.Sink sink) {
        this.sink = sink;
    }

    @Override
    public void write(ByteBuffer content) throws IOException {
        bytes += content.remaining();
        digest.update(content.duplicate());
        sink.write(content);
    }

    /** The mark of everything written; asked once, at the end. */
    public FileMark mark() {
        return FileMark.of(bytes, digest);
    }

    @Override
    public void sync() throws IOException {
        sink.sync();
    }

    @Override
    public void close() throws IOException {
        sink.close();
    }
}
