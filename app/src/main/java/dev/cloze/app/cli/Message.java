package dev.cloze.app.cli;

import dev.cloze.Refusal;
import dev.cloze.Shown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one line that says where and what, for people. */
final class Message {

    private static final String MORE = " (--debug shows where)";

    // How libtorch says it, of a processor's memory in bytes and of an accelerator's in larger units.
    private static final Pattern ALLOCATION =
            Pattern.compile("tried to allocate ([\\d.]{1,30}) (bytes|[KMGT]iB)", Pattern.CASE_INSENSITIVE);

    private Message() {}

    /** One line that steers no terminal, whatever {@code problem} says. */
    static String of(Throwable problem) {
        return Shown.message(text(problem));
    }

    private static String text(Throwable problem) {
        if (problem instanceof UnmatchedArgumentException unknown) {
            return firstLine(problem) + suggestion(unknown);
        }
        if (problem instanceof Refusal || problem instanceof ParameterException) {
            return firstLine(problem);
        }
        if (problem instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
            return of(unchecked, unchecked.getCause());
        }
        if (problem instanceof FileSystemException file && file.getFile() != null) {
            return file.getFile() + ": " + reason(file);
        }
        if (problem instanceof OutOfMemoryError) {
            return "out of memory: " + firstLine(problem) + MORE;
        }
        Matcher shortage = ALLOCATION.matcher(String.valueOf(problem.getMessage()));
        return shortage.find()
                ? outOfMemory(shortage)
                : "fault: %s: %s%s".formatted(problem.getClass().getSimpleName(), firstLine(problem), MORE);
    }

    private static String outOfMemory(Matcher shortage) {
        boolean bytes = shortage.group(2).equalsIgnoreCase("bytes");
        String size = bytes
                ? "%.1f MB".formatted(Double.parseDouble(shortage.group(1)) / 1e6)
                : shortage.group(1) + " " + shortage.group(2);
        return "out of memory: %s more were needed at once; shorter texts, smaller batches or fewer bits need less%s"
                .formatted(size, MORE);
    }

    // One with words of its own says where and what; one without only carries its cause.
    private static String of(UncheckedIOException problem, IOException cause) {
        return cause.toString().equals(problem.getMessage()) ? text(cause) : firstLine(problem);
    }

    private static String suggestion(UnmatchedArgumentException problem) {
        List<String> known = problem.getSuggestions();
        return known.isEmpty() ? "" : "; did you mean '%s'?".formatted(known.get(0));
    }

    private static String reason(FileSystemException problem) {
        String reason = problem.getReason();
        return reason == null ? words(problem.getClass().getSimpleName()) : reason;
    }

    // NoSuchFileException reads "no such file".
    private static String words(String type) {
        return type.replaceFirst("Exception$", "")
                .replaceAll("(?<!^)(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    private static String firstLine(Throwable problem) {
        String message = problem.getMessage();
        return message == null
                ? "no message"
                : message.strip().lines().findFirst().orElse("no message");
    }
}
