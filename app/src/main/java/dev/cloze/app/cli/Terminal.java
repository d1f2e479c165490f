package dev.cloze.app.cli;

import dev.cloze.Shown;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where a command reads and writes. Results go to {@code out}, everything said about the work to {@code err}, so that
 * results can be piped.
 *
 * @param in what is typed or piped in
 * @param out results
 * @param err progress and errors
 * @param coloured whether {@code out} shows colours
 * @param watched whether {@code err} shows a moving progress bar
 */
public record Terminal(BufferedReader in, PrintWriter out, PrintWriter err, boolean coloured, boolean watched) {

    /** The terminal of this process, in UTF-8 whatever the locale says. */
    public static Terminal ofProcess() {
        Reader in = new InputStreamReader(System.in, StandardCharsets.UTF_8);
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        boolean coloured = System.getenv("NO_COLOR") == null && isTerminal(1);
        return new Terminal(new BufferedReader(in), out, err, coloured, isTerminal(2));
    }

    /** Tells of something odd that did no harm. */
    void notice(String place, String message) {
        note(place + ": " + message);
    }

    /** Says to whoever watches what takes a while; logs are not told. */
    void say(String work) {
        if (watched) {
            err.println(work + " …");
        }
    }

    /** As {@link #notice}, of a line that names its place. */
    void note(String line) {
        err.println("note: " + Shown.message(line));
    }

    /** The width to draw in. */
    public int width() {
        String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : 100;
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    // The launcher knows (test -t) and says so in cloze.terminal, such as "12"; without it Linux can tell.
    private static boolean isTerminal(int descriptor) {
        String told = System.getProperty("cloze.terminal");
        if (told != null) {
            return told.contains(Integer.toString(descriptor));
        }
        try {
            String device = Path.of("/proc/self/fd/" + descriptor).toRealPath().toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }
}
