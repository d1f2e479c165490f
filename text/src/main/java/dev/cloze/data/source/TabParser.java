package dev.cloze.data.source;

import dev.cloze.Refusal;
import dev.cloze.data.Document;
import dev.cloze.data.Fields;
import dev.cloze.data.file.FilePlace;
import dev.cloze.data.file.LineCounts;
import dev.cloze.data.file.Lines;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.data.record.BadRecord;
import dev.cloze.data.record.DocumentSlots;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a document of a line of columns. */
final class TabParser implements LineParser {

    private final String source;
    private final boolean headed;
    private final DocumentSlots slots;
    private final ReadingRules rules;
    private int[] slotOfColumn = {};

    TabParser(String source, List<String> columns, Fields fields, ReadingRules rules) {
        this.source = source;
        this.rules = rules;
        slots = new DocumentSlots(fields);
        headed = columns.isEmpty();
        if (!headed) {
            arrange(columns, source);
        }
    }

    @Override
    public void begin(Path file) {
        if (headed) {
            try (Lines lines = Lines.open(file, FilePlace.START, rules)) {
                List<String> columns = lines.advance() && !lines.tooLong() ? split(lines) : List.of();
                arrange(columns, file + ": line 1");
            }
        }
    }

    private void arrange(List<String> columns, String place) {
        slotOfColumn = columns.stream().mapToInt(slots.names()::indexOf).toArray();
        for (String name : slots.names()) {
            if (!columns.contains(name)) {
                throw Refusal.at(
                        place, "no column '%s'; the columns are %s", name, BadRecord.shown(String.join(", ", columns)));
            }
        }
    }

    @Override
    public @Nullable Document accept(Lines line) {
        if (LineCounts.isBlank(line) || (headed && line.number() == 1)) {
            return null;
        }
        List<String> values = split(line);
        if (values.size() != slotOfColumn.length) {
            throw new BadRecord("expected %d columns between tabs, got %d", slotOfColumn.length, values.size());
        }
        slots.clear();
        for (int i = 0; i < slotOfColumn.length; i++) {
            if (slotOfColumn[i] >= 0) {
                slots.put(slotOfColumn[i], values.get(i));
            }
        }
        return slots.document(source);
    }

    private static List<String> split(Lines line) {
        return List.of(TextLines.text(line).split("\t", -1));
    }
}
