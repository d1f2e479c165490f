package dev.cloze.app.cli.lines;

import dev.cloze.Refusal;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file that a command writes. What stands in its place stays until the command has done its work: the new one is written
 * beside it and renamed. Devices and pipes are written as they are.
 */
public final class OutputFile implements AutoCloseable {

    private final Path place;
    private final Path writing;
    private final FileChannel channel;
    private final BufferedWriter writer;

    private OutputFile(Path place, Path writing, FileChannel channel) {
        this.place = place;
        this.writing = writing;
        this.channel = channel;
        this.writer = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
    }

    /**
     * A file to be written in the place of {@code path}.
     *
     * @param read files and folders that the command reads, none of which is written to
     * @throws Refusal if it is one of them or lies in one, or cannot be written
     */
    public static OutputFile at(Path path, List<Path> read) {
        try {
            Path place = real(path);
            for (Path input : read) {
                requireApart(path, place, input);
            }
            boolean whole = !Files.exists(place) || Files.isRegularFile(place);
            String name = ".writing-%d-%s".formatted(ProcessHandle.current().pid(), place.getFileName());
            Path writing = whole ? place.resolveSibling(name) : place;
            FileChannel channel = whole
                    ? FileChannel.open(
                            writing,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING)
                    : FileChannel.open(writing, StandardOpenOption.WRITE);
            return new OutputFile(place, writing, channel);
        } catch (IOException e) {
            throw Refusal.because(e, path.toString(), "cannot be written: %s", reason(e));
        }
    }

    private static Path real(Path path) throws IOException {
        if (Files.exists(path)) {
            return path.toRealPath();
        }
        Path whole = path.toAbsolutePath().normalize();
        Path folder = whole.getParent();
        return folder == null ? whole : folder.toRealPath().resolve(whole.getFileName());
    }

    private static void requireApart(Path path, Path place, Path input) throws IOException {
        if (!Files.exists(input)) {
            return;
        }
        Path other = input.toRealPath();
        if (Files.isDirectory(other) ? place.startsWith(other) : sameFile(place, other)) {
            throw Refusal.at(path.toString(), "must not be what is read, got an output in the place of %s", input);
        }
    }

    private static boolean sameFile(Path place, Path other) throws IOException {
        return Files.isRegularFile(other) && Files.exists(place) && Files.isSameFile(place, other);
    }

    /** Writes a line. */
    public void line(String text) {
        try {
            writer.write(text);
            writer.write('\n');
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** All is written: the file takes its place. */
    public void finish() {
        try {
            writer.flush();
            if (!writing.equals(place)) {
                channel.force(true);
                writer.close();
                Files.move(writing, place, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private UncheckedIOException failed(IOException e) {
        return new UncheckedIOException("%s: cannot be written: %s".formatted(place, reason(e)), e);
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return e.getClass() == IOException.class
                ? String.valueOf(e.getMessage())
                : e.getClass().getSimpleName();
    }

    /** Removes what was written if it was not finished. */
    @Override
    public void close() {
        try {
            channel.close();
            if (!writing.equals(place)) {
                Files.deleteIfExists(writing);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
