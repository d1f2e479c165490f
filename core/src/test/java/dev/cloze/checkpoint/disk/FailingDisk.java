package dev.cloze.checkpoint.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A disk whose n-th change fails, in one of the ways in which disks and machines do. It only notes what it is told to sync. */
public final class FailingDisk implements Disk {

    /** How it fails. */
    public enum Way {
        /** The n-th change fails, a write after half of its bytes; later ones succeed. */
        ONCE,
        /** The n-th change and all later ones fail, except that files can still be removed. */
        FULL,
        /** The process ends at the n-th change. */
        KILLED,
        /** The machine stops at the n-th change: what was not synced is gone. */
        POWER_CUT
    }

    /** The process has ended; no code of it runs any more. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final Disk disk = Disk.local();
    private final Way way;
    private final int failAt;
    private int changes;
    private boolean dead;
    private final Set<Path> unsynced = new LinkedHashSet<>();
    private final Deque<Path[]> renamed = new ArrayDeque<>();

    public FailingDisk(Way way, int failAt) {
        this.way = way;
        this.failAt = failAt;
    }

    /** A disk that never fails. */
    public static FailingDisk sound() {
        return new FailingDisk(Way.ONCE, Integer.MAX_VALUE);
    }

    /** Whether it came to the failure. */
    public boolean failed() {
        return changes >= failAt;
    }

    @Override
    public Sink create(Path file) throws IOException {
        step(null, null);
        unsynced.add(file);
        Sink sink = disk.create(file);
        return new Sink() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                step(sink, bytes);
                sink.write(bytes);
            }

            @Override
            public void sync() throws IOException {
                step(null, null);
                unsynced.remove(file);
            }

            @Override
            public void close() throws IOException {
                sink.close();
            }
        };
    }

    @Override
    public void createFolder(Path folder) throws IOException {
        step(null, null);
        disk.createFolder(folder);
    }

    @Override
    public void sync(Path file) throws IOException {
        step(null, null);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        step(null, null);
        renamed.removeIf(pair -> folder.equals(pair[1].getParent()));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step(null, null);
        disk.rename(from, to);
        renamed.push(new Path[] {from, to});
    }

    @Override
    public void delete(Path path) throws IOException {
        if (way == Way.KILLED || way == Way.POWER_CUT) {
            step(null, null);
        }
        disk.delete(path);
    }

    private void step(@Nullable Sink sink, @Nullable ByteBuffer bytes) throws IOException {
        changes++;
        boolean now = changes == failAt;
        boolean lasting = way != Way.ONCE && changes > failAt;
        if (!now && !lasting) {
            return;
        }
        if (now && sink != null && bytes != null) {
            sink.write(bytes.duplicate().limit(bytes.position() + bytes.remaining() / 2));
        }
        if (way == Way.POWER_CUT && !dead) {
            loseUnsynced();
        }
        dead = true;
        if (way == Way.KILLED || way == Way.POWER_CUT) {
            throw new Killed();
        }
        throw new IOException("No space left on device");
    }

    private void loseUnsynced() throws IOException {
        while (!renamed.isEmpty()) {
            Path[] pair = renamed.pop();
            disk.rename(pair[1], pair[0]);
        }
        for (Path file : unsynced) {
            if (Files.exists(file)) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(channel.size() / 2);
                }
            }
        }
    }
}
