package dev.cloze.data.step;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.Rule;
import dev.cloze.data.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a field from others: {@code translate English to German: {en}} puts the field {@code en} in the place of its name. A
 * brace twice is a brace.
 */
@Doc("Writes a field from others.")
public record Template(
        @Doc("The field that is written; it may be new.") String field,

        @Doc("Text with fields in braces, such as translate English to German: {en}; a brace twice is a brace.")
        String text)
        implements SingleStep {

    private static final Pattern PART = Pattern.compile("\\{\\{|}}|\\{([^{}]*)}|[{}]");

    /** Checks the field and the braces. */
    public Template {
        Rule.said("field", field);
        parts(text);
    }

    /** Literal text, or the name of a field. */
    private record Part(String text, boolean isName) {}

    private static List<Part> parts(String text) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = PART.matcher(text);
        int at = 0;
        while (matcher.find()) {
            parts.add(new Part(text.substring(at, matcher.start()), false));
            String name = matcher.group(1);
            boolean brace = matcher.end() - matcher.start() == 2 && name == null;
            Refusal.require(
                    brace || (name != null && !name.isBlank()),
                    "template must have a field's name between braces, or a brace twice for itself, got '%s'",
                    text);
            parts.add(name == null ? new Part(matcher.group().substring(1), false) : new Part(name, true));
            at = matcher.end();
        }
        parts.add(new Part(text.substring(at), false));
        return parts;
    }

    @Override
    public Optional<Document> apply(Document document) {
        StringBuilder written = new StringBuilder();
        for (Part part : parts(text)) {
            written.append(part.isName() ? document.field(part.text()) : part.text());
        }
        return Optional.of(document.with(field, written.toString()));
    }
}
