package dev.cloze.app.cli.lines;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Lines that a command writes: to the screen, or into a file, which stands there when all are written. */
public final class OutputLines implements AutoCloseable {

    private final PrintWriter screen;
    private final Optional<OutputFile> file;

    private OutputLines(PrintWriter screen, Optional<OutputFile> file) {
        this.screen = screen;
        this.file = file;
    }

    /** Lines to {@code path}, which is none of the files and folders that are {@code read}, or to {@code screen}. */
    public static OutputLines to(PrintWriter screen, Optional<Path> path, List<Path> read) {
        return new OutputLines(screen, path.map(place -> OutputFile.at(place, read)));
    }

    /** Whether they go to the screen. */
    boolean onScreen() {
        return file.isEmpty();
    }

    /** Writes a line. */
    public void line(String text) {
        file.ifPresentOrElse(there -> there.line(text), () -> screen.println(text));
    }

    /** Stops if what was written so far could not be: no reader is left, or the disk is full. */
    public void check() {
        if (screen.checkError()) {
            throw new UncheckedIOException(lost(), new IOException());
        }
    }

    /** What is said of results that did not reach standard output. */
    public static String lost() {
        return "standard output: cannot be written: the disk is full or its reader has gone";
    }

    /** All are written. */
    public void finish() {
        file.ifPresent(OutputFile::finish);
    }

    @Override
    public void close() {
        file.ifPresent(OutputFile::close);
    }
}
