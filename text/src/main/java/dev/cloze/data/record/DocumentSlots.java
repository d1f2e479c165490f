package dev.cloze.data.record;

import dev.cloze.data.Document;
import dev.cloze.data.Fields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fields of one record while it is read: the text in slot 0, the language in slot 1 if a field says it, the others. */
public final class DocumentSlots {

    private static final int TEXT = 0;
    private static final int MOST_NAMES_SHOWN = 8;

    private final List<String> names = new ArrayList<>();
    private final @Nullable String[] values;
    private final int others;
    private final List<String> unused = new ArrayList<>();
    private final boolean blankTexts;
    private String language = "";

    public DocumentSlots(Fields fields) {
        this(fields, false);
    }

    /** As {@link #DocumentSlots(Fields)}; {@code blankTexts} makes documents of records whose text is blank, too. */
    public DocumentSlots(Fields fields, boolean blankTexts) {
        this.blankTexts = blankTexts;
        names.add(fields.textField());
        if (fields.languageField().isEmpty()) {
            language = fields.language();
        } else {
            names.add(fields.languageField());
        }
        others = names.size();
        names.addAll(fields.fields());
        values = new String[names.size()];
    }

    public List<String> names() {
        return names;
    }

    /** Whether numbers, booleans and null will do. */
    public boolean takesAnyScalar(int slot) {
        return slot >= others;
    }

    public void clear() {
        Arrays.fill(values, null);
        unused.clear();
    }

    public void put(int slot, @Nullable String value) {
        values[slot] = value;
    }

    /** Remembers a name for the message about one that is missing. */
    public void sawOther(String name) {
        if (unused.size() < MOST_NAMES_SHOWN) {
            unused.add(name);
        }
    }

    /** The document, null if its text is blank and such ones are left out. */
    public @Nullable Document document(String source) {
        String text = required(TEXT);
        if (others > 1) {
            // Millions of documents share a few languages: keep one string of each run of them.
            String said = required(1);
            language = said.equals(language) ? language : said;
        }
        return text.isBlank() && !blankTexts ? null : new Document(text, language, source, otherFields());
    }

    private String required(int slot) {
        String value = values[slot];
        if (value == null) {
            throw new BadRecord("no field '%s'; the record has %s", names.get(slot), BadRecord.shown(found()));
        }
        return value;
    }

    private String found() {
        Stream<String> used =
                IntStream.range(0, values.length).filter(i -> values[i] != null).mapToObj(names::get);
        String found = Stream.concat(used, unused.stream()).collect(Collectors.joining(", "));
        return found.isEmpty() ? "none" : found;
    }

    private Map<String, String> otherFields() {
        if (others == values.length) {
            return Map.of();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = others; i < values.length; i++) {
            if (values[i] != null) {
                fields.put(names.get(i), values[i]);
            }
        }
        return fields;
    }
}
