package dev.cloze.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloze.data.file.FilePattern;
import dev.cloze.data.file.Notices;
import dev.cloze.data.file.Packed;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.data.source.JsonLines;
import dev.cloze.data.source.TextCorpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Small sources for tests. */
public final class Corpora {

    public static final ReadingRules RULES = ReadingRules.strict().withNotices(Notices.SILENT);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Corpora() {}

    /** JSON lines of {@code text} and {@code lang}: documents {@code name-0}, {@code name-1} and so on. */
    public static TextCorpus jsonLines(Path file, String name, int documents, int frames) {
        String lines = IntStream.range(0, documents)
                .mapToObj(i -> line(Map.of("text", name + "-" + i, "lang", "l" + i % 3)))
                .collect(Collectors.joining());
        Packed.write(file, lines.getBytes(StandardCharsets.UTF_8), frames);
        return source(name, RULES, file);
    }

    public static TextCorpus source(String name, ReadingRules rules, Path... files) {
        return new JsonLines(
                        name, FilePattern.of(files), Fields.textAndLanguage("text", "lang"), rules.badRecordsAllowed())
                .read(rules);
    }

    static String line(Map<String, ?> fields) {
        try {
            return MAPPER.writeValueAsString(fields) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The texts of the next documents, at most {@code most}. */
    public static List<String> texts(Feed<? extends Material> feed, int most) {
        List<String> texts = new ArrayList<>();
        while (texts.size() < most && feed.advance()) {
            texts.add(((Document) feed.current()).text());
        }
        return texts;
    }

    /** The texts of one pass in order. */
    public static List<String> texts(TextCorpus source) {
        try (Feed<Document> feed = source.inOrder(Position.START)) {
            return texts(feed, Integer.MAX_VALUE);
        }
    }
}
