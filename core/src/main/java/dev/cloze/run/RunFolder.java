package dev.cloze.run;

import dev.cloze.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a run; one run at a time may write into it.
 *
 * <pre>
 * out/quickstart/run.conf         the run with all defaults
 * out/quickstart/checkpoints/     what it goes on from
 * out/quickstart/model/           the trained model
 * out/quickstart/counts.json      how many records the files of text have
 * out/quickstart/metrics.jsonl    all that was measured
 * out/quickstart/events/          the same for TensorBoard
 * out/quickstart/report.html      the same to look at
 * </pre>
 */
public final class RunFolder implements AutoCloseable {

    static final String CHECKPOINTS = "checkpoints";
    static final String MODEL = "model";
    /** The run file in it. */
    public static final String RUN_FILE = "run.conf";

    private final Path path;
    private final FileChannel channel;

    private RunFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Takes the folder for this process. */
    public static RunFolder take(Path path) {
        Path file = path.resolve(".lock");
        try {
            Files.createDirectories(path);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw Refusal.at(path.toString(), "another run is writing into this folder");
            }
            return new RunFolder(path, channel);
        } catch (IOException e) {
            throw new UncheckedIOException(new FileSystemException(path.toString(), null, "cannot be written: " + e));
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Where a run is kept if nothing else is said: {@code out/} and the name of its file. */
    public static Path of(Path runFile) {
        return Path.of("out", name(runFile));
    }

    /** The name of a run: that of its file. */
    public static String name(Path runFile) {
        return runFile.getFileName().toString().replaceFirst("\\.[^.]+$", "");
    }

    /** The folder. */
    public Path path() {
        return path;
    }

    /** Where checkpoints are. */
    Path checkpoints() {
        return path.resolve(CHECKPOINTS);
    }

    /** Lets {@code write} fill the model's folder, which then appears whole. */
    Path model(Consumer<Path> write) {
        Path model = path.resolve(MODEL);
        Path writing = path.resolve(".writing-" + MODEL);
        Path replaced = path.resolve(".replaced-" + MODEL);
        try {
            remove(writing);
            remove(replaced);
            write.accept(writing);
            if (Files.exists(model)) {
                Files.move(model, replaced);
            }
            Files.move(writing, model);
            remove(replaced);
            return model;
        } catch (IOException e) {
            throw new UncheckedIOException(new FileSystemException(model.toString(), null, e.toString()));
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /** Keeps the run file with all its defaults. */
    void keep(String run) {
        Path file = path.resolve(RUN_FILE);
        try {
            Files.writeString(file, run);
        } catch (IOException e) {
            throw new UncheckedIOException(new FileSystemException(file.toString(), null, e.toString()));
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
