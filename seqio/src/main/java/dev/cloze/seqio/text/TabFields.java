package dev.cloze.seqio.text;

import dev.cloze.Refusal;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.Preprocessor;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fields of lines, and fields put into texts: {@code parse_tsv}, {@code preprocess_tsv}. */
public final class TabFields {

    private static final Pattern PLACE = Pattern.compile("\\{(\\d+)\\}");
    private static final Pattern NAME = Pattern.compile("\\{([^{}]*)\\}");

    private TabFields() {}

    /**
     * {@code parse_tsv}: fields by name.
     *
     * @param names what they are called
     * @param columns where they stand; empty for one after another
     */
    public static Preprocessor parse(List<String> names, List<Integer> columns) {
        return (elements, context) -> elements.map(element -> {
            String[] fields = element.text("text").split("\t", -1);
            Refusal.require(
                    !columns.isEmpty() || fields.length == names.size(),
                    "a line must have %d fields, got %d",
                    names.size(),
                    fields.length);
            Features parsed = Features.of(names.get(0), field(fields, columns.isEmpty() ? 0 : columns.get(0)));
            for (int i = 1; i < names.size(); i++) {
                parsed = parsed.with(names.get(i), field(fields, columns.isEmpty() ? i : columns.get(i)));
            }
            return parsed;
        });
    }

    private static String field(String[] fields, int column) {
        Refusal.require(column < fields.length, "a line must have a field %d, got %d fields", column, fields.length);
        return fields[column];
    }

    /**
     * {@code preprocess_tsv}: fields put into two texts by number, {@code {0}}.
     *
     * @param count how many fields a line has
     * @param inputs the text of the inputs
     * @param targets the text of the targets
     */
    public static Preprocessor format(int count, String inputs, String targets) {
        return (elements, context) -> elements.map(element -> {
            String[] fields = element.text("text").split("\t", -1);
            Refusal.require(fields.length == count, "a line must have %d fields, got %d", count, fields.length);
            return Features.of("inputs", byNumber(inputs, fields)).with("targets", byNumber(targets, fields));
        });
    }

    private static String byNumber(String format, String[] fields) {
        return PLACE.matcher(format)
                .replaceAll(match -> Matcher.quoteReplacement(field(fields, Integer.parseInt(match.group(1)))));
    }

    /** {@code preprocess_tensorflow_examples}: features put into two texts by name; an unknown name stays as it is. */
    public static Preprocessor formatNamed(String inputs, String targets) {
        return (elements, context) -> elements.map(
                element -> Features.of("inputs", byName(inputs, element)).with("targets", byName(targets, element)));
    }

    private static String byName(String format, Features element) {
        return NAME.matcher(format)
                .replaceAll(match -> Matcher.quoteReplacement(
                        element.has(match.group(1)) ? element.text(match.group(1)) : match.group()));
    }
}
