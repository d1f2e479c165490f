package dev.cloze.checkpoint.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Every change that saving makes to a disk, one method each, so that a test can fail any of them. */
public interface Disk {

    /** A new file, open for writing. */
    Sink create(Path file) throws IOException;

    /** A new folder. */
    void createFolder(Path folder) throws IOException;

    /** Makes a file durable that was written by other means. */
    void sync(Path file) throws IOException;

    /** Makes a folder's list of names durable. */
    void syncFolder(Path folder) throws IOException;

    /** Gives a file or folder another name in the same folder, all at once. */
    void rename(Path from, Path to) throws IOException;

    /** Removes one file or empty folder. */
    void delete(Path path) throws IOException;

    /** An open file. */
    interface Sink extends AutoCloseable {

        /** Writes all of {@code bytes}. */
        void write(ByteBuffer bytes) throws IOException;

        /** Makes what was written durable. */
        void sync() throws IOException;

        @Override
        void close() throws IOException;
    }

    /** The file system of this machine. */
    static Disk local() {
        return new Local();
    }

    /** The file system of this machine. */
    final class Local implements Disk {

        @Override
        public Sink create(Path file) throws IOException {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
            return new Sink() {
                @Override
                public void write(ByteBuffer bytes) throws IOException {
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                }

                @Override
                public void sync() throws IOException {
                    channel.force(true);
                }

                @Override
                public void close() throws IOException {
                    channel.close();
                }
            };
        }

        @Override
        public void createFolder(Path folder) throws IOException {
            Files.createDirectories(folder);
        }

        @Override
        public void sync(Path file) throws IOException {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }

        @Override
        public void syncFolder(Path folder) throws IOException {
            if (System.getProperty("os.name", "").startsWith("Windows")) {
                return; // A folder cannot be opened there; the journal of NTFS orders the rename itself.
            }
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void delete(Path path) throws IOException {
            Files.deleteIfExists(path);
        }
    }
}
