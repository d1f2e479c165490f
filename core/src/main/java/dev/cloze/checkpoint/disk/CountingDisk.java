package dev.cloze.checkpoint.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** A disk that tells how many bytes were written to it. */
public final class CountingDisk implements Disk {

    private final Disk disk;
    private final LongConsumer progress;
    private long written;

    public CountingDisk(Disk disk, LongConsumer progress) {
        this.disk = disk;
        this.progress = progress;
    }

    @Override
    public Sink create(Path file) throws IOException {
        Sink sink = disk.create(file);
        return new Sink() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                int count = bytes.remaining();
                sink.write(bytes);
                written += count;
                progress.accept(written);
            }

            @Override
            public void sync() throws IOException {
                sink.sync();
            }

            @Override
            public void close() throws IOException {
                sink.close();
            }
        };
    }

    @Override
    public void createFolder(Path folder) throws IOException {
        disk.createFolder(folder);
    }

    @Override
    public void sync(Path file) throws IOException {
        disk.sync(file);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        disk.syncFolder(folder);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        disk.delete(path);
    }
}
