package dev.cloze.data.source;

import dev.cloze.data.Document;
import dev.cloze.data.file.FileSet;
import dev.cloze.data.file.JsonRecords;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.data.record.BadRecord;
import dev.cloze.data.record.DocumentSlots;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The objects of a JSON file; a field that holds an object or an array is its JSON text, as it stands in the file. */
final class JsonRows implements Rows {

    private final JsonRecords records;
    private final ReadingRules rules;
    private final JsonLineParser parser;

    private JsonRows(JsonRecords records, ReadingRules rules, JsonLineParser parser) {
        this.records = records;
        this.rules = rules;
        this.parser = parser;
    }

    /**
     * One file.
     *
     * @param path where it is
     * @param identity what tells it from another one
     * @param rules how strictly it is read
     */
    record Part(Path path, String identity, ReadingRules rules) implements RowPart {

        static Part of(Path path, ReadingRules rules) {
            return new Part(path, FileSet.identity(path), rules);
        }

        @Override
        public String place() {
            return path.toString();
        }

        @Override
        public Rows open(String source, DocumentSlots slots) {
            return new JsonRows(JsonRecords.open(path, rules), rules, new JsonLineParser(source, slots, true));
        }

        @Override
        public long count() {
            long count = 0;
            try (JsonRecords records = JsonRecords.open(path, rules)) {
                while (records.advance()) {
                    count++;
                }
            }
            return count;
        }
    }

    @Override
    public boolean advance() {
        return records.advance();
    }

    @Override
    public @Nullable Document document() {
        if (records.tooLong()) {
            throw new BadRecord("a record must have at most %,d bytes", rules.maxLineBytes());
        }
        BadRecord.requireUtf8(records.bytes(), 0, records.length());
        return parser.read(records.bytes(), 0, records.length());
    }

    @Override
    public void close() {
        records.close();
    }
}
