package dev.cloze.data.source;

import dev.cloze.data.Document;
import dev.cloze.data.file.LineCounts;
import dev.cloze.data.file.Lines;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A document a line. */
final class TextLines implements LineParser {

    private final String source;
    private final String language;
    private final boolean blankTexts;

    TextLines(String source, String language, boolean blankTexts) {
        this.source = source;
        this.language = language;
        this.blankTexts = blankTexts;
    }

    @Override
    public @Nullable Document accept(Lines line) {
        if (!blankTexts && LineCounts.isBlank(line)) {
            return null;
        }
        return new Document(text(line), language, source, Map.of());
    }

    /** The line's text without the carriage return of a Windows line end. */
    static String text(Lines line) {
        int to = line.to();
        if (to > line.from() && line.bytes()[to - 1] == '\r') {
            to--;
        }
        return new String(line.bytes(), line.from(), to - line.from(), StandardCharsets.UTF_8);
    }
}
