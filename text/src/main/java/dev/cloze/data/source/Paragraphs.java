package dev.cloze.data.source;

import dev.cloze.data.Document;
import dev.cloze.data.file.LineCounts;
import dev.cloze.data.file.Lines;
import dev.cloze.data.record.BadRecord;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A document for all lines up to a blank one. */
final class Paragraphs implements LineParser {

    private final String source;
    private final String language;
    private final int maxBytes;
    private final StringBuilder lines = new StringBuilder();
    private long bytes;
    private boolean rejected;

    Paragraphs(String source, String language, int maxBytes) {
        this.source = source;
        this.language = language;
        this.maxBytes = maxBytes;
    }

    @Override
    public @Nullable Document accept(Lines line) {
        if (LineCounts.isBlank(line)) {
            return finish();
        }
        if (rejected) {
            return null;
        }
        bytes += line.to() - line.from() + 1;
        if (bytes > maxBytes) {
            throw new BadRecord("a paragraph must have at most %,d bytes", maxBytes);
        }
        lines.append(lines.isEmpty() ? "" : "\n").append(TextLines.text(line));
        return null;
    }

    @Override
    public void reject() {
        lines.setLength(0);
        rejected = true;
    }

    @Override
    public @Nullable Document finish() {
        bytes = 0;
        rejected = false;
        if (lines.isEmpty()) {
            return null;
        }
        Document paragraph = new Document(lines.toString(), language, source, Map.of());
        lines.setLength(0);
        return paragraph;
    }
}
