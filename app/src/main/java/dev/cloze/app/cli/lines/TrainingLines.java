package dev.cloze.app.cli.lines;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Fields;
import dev.cloze.data.Position;
import dev.cloze.data.file.FilePattern;
import dev.cloze.data.file.LineCounts;
import dev.cloze.data.file.Notices;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.data.source.JsonLines;
import dev.cloze.data.source.PlainText;
import dev.cloze.data.source.TextCorpus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The lines of text that a tokenizer learns from.
 *
 * @param files files or patterns; those named {@code .jsonl}, {@code .json} or {@code .ndjson} and folders hold JSON lines,
 *     others plain text
 * @param textField the field of JSON lines that holds the text
 * @param notices hears of oddities
 */
public record TrainingLines(List<String> files, String textField, Notices notices) {

    private static final Pattern JSON = Pattern.compile("\\.(jsonl|json|ndjson)(\\.(gz|zst|bz2))?$");

    /** Hands over all lines, or, if {@code most} is not 0, that many of them drawn at random. */
    public void each(int most, Seed seed, Consumer<String> reader) {
        Refusal.require(most >= 0, "the number of lines must not be negative, got %d", most);
        if (most == 0) {
            sources().forEach(source -> read(source, reader));
            return;
        }
        Reservoir sample = new Reservoir(most, seed);
        sources().forEach(source -> read(source, sample));
        sample.lines.forEach(reader);
    }

    /** So many of the lines seen, each with the same chance (Vitter 1985, algorithm R). */
    private static final class Reservoir implements Consumer<String> {

        private final int most;
        private final SplittableRandom random;
        private final List<String> lines = new ArrayList<>();
        private long seen;

        Reservoir(int most, Seed seed) {
            this.most = most;
            this.random = seed.split("lines").random();
        }

        @Override
        public void accept(String line) {
            seen++;
            if (lines.size() < most) {
                lines.add(line);
                return;
            }
            long place = random.nextLong(seen);
            if (place < most) {
                lines.set((int) place, line);
            }
        }
    }

    private List<TextCorpus> sources() {
        return files.stream().map(this::source).toList();
    }

    private TextCorpus source(String file) {
        List<FilePattern> set = List.of(new FilePattern(Path.of(""), file));
        ReadingRules rules = ReadingRules.telling(notices);
        boolean json = JSON.matcher(file).find() || Path.of(file).toFile().isDirectory();
        return json
                ? new JsonLines(file, set, Fields.text(textField), 0).read(rules)
                : new PlainText(file, set, LineCounts.Unit.LINE, Fields.UNKNOWN).read(rules);
    }

    private static void read(TextCorpus source, Consumer<String> reader) {
        try (Feed<Document> feed = source.inOrder(Position.START)) {
            while (feed.advance()) {
                feed.current().text().lines().filter(line -> !line.isBlank()).forEach(reader);
            }
        }
    }
}
