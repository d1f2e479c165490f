package dev.cloze.app.cli.lines;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Fields;
import dev.cloze.data.Position;
import dev.cloze.data.file.FilePattern;
import dev.cloze.data.file.LineCounts;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.data.source.JsonLines;
import dev.cloze.data.source.PlainText;
import dev.cloze.data.source.TextCorpus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The texts that a command works on: its words, or a file's, or what is piped in, a line each.
 *
 * @param words texts among the command's words
 * @param file JSON lines with a field {@code text}, or plain lines; compressed ones too
 * @param piped what is piped in, read where neither of the others is given
 * @param raw whether lines of JSON are handed over as they stand
 */
public record Texts(List<String> words, Optional<Path> file, BufferedReader piped, boolean raw) {

    private static final String USE = "use";

    /** Takes an unmodifiable copy. */
    public Texts {
        words = List.copyOf(words);
        Refusal.require(words.isEmpty() || file.isEmpty(), "give texts or --input, not both");
    }

    /** Texts of whatever a file holds. */
    public Texts(List<String> words, Optional<Path> file, BufferedReader piped) {
        this(words, file, piped, false);
    }

    /**
     * One of them.
     *
     * @param text what it says
     * @param use the name of the adapter or the task that is to answer it; empty where it is not said
     */
    public record Text(String text, String use) {

        Text(String text) {
            this(text, "");
        }
    }

    /** Hands over all texts in order, at most {@code size} at a time; stops where there is none at all. */
    public void inGroups(int size, Consumer<List<String>> work) {
        each(size, group -> work.accept(group.stream().map(Text::text).toList()));
    }

    /** As {@link #inGroups}; lines of JSON may name an adapter or a task in a field {@code use}. */
    public void each(int size, Consumer<List<Text>> work) {
        Groups groups = new Groups(size, work);
        if (!words.isEmpty()) {
            words.stream().map(Text::new).forEach(groups::add);
        } else if (file.isPresent()) {
            read(file.get(), groups);
        } else {
            read(groups);
        }
        groups.finish();
        Refusal.require(groups.count > 0, "no text: give one as a word, by --input or piped in");
    }

    private void read(Path path, Groups groups) {
        try (Feed<Document> feed = source(path).open(Position.START, new Seed(0))) {
            while (feed.advance()) {
                groups.add(
                        new Text(feed.current().text(), feed.current().fields().getOrDefault(USE, "")));
            }
        }
    }

    private TextCorpus source(Path path) {
        List<FilePattern> files = FilePattern.of(path);
        boolean json = !raw && String.valueOf(path.getFileName()).matches(".*\\.(jsonl|ndjson|json)(\\.(gz|zst|bz2))?");
        return json
                ? new JsonLines(path.toString(), files, Fields.text("text").with(USE), 0)
                        .read(ReadingRules.strict().withBlankTexts())
                : new PlainText(path.toString(), files, LineCounts.Unit.LINE, Fields.UNKNOWN)
                        .read(ReadingRules.strict().withBlankTexts());
    }

    private void read(Groups groups) {
        try {
            for (String line = piped.readLine(); line != null; line = piped.readLine()) {
                groups.add(new Text(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Groups {
        private final int size;
        private final Consumer<List<Text>> work;
        private final List<Text> open = new ArrayList<>();
        private long count;

        Groups(int size, Consumer<List<Text>> work) {
            this.size = size;
            this.work = work;
        }

        void add(Text text) {
            count++;
            open.add(text);
            if (open.size() == size) {
                finish();
            }
        }

        void finish() {
            if (!open.isEmpty()) {
                work.accept(List.copyOf(open));
                open.clear();
            }
        }
    }
}
