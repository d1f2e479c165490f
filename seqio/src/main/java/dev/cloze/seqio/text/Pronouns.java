package dev.cloze.seqio.text;

import dev.cloze.Refusal;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.Preprocessor;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** T5's formats of Winograd schemas: whom a pronoun means. */
public final class Pronouns {

    private static final String LABEL = "wsc: ";
    private static final Pattern BLANK = Pattern.compile(" X ");

    /** Two records of the data set whose pronoun stands elsewhere than they say; T5 spells their inputs out. */
    private static final Map<String, String> SPELT_OUT = Map.of(
            "The boy continued to whip the pony , and eventually the pony threw him over. John laughed out quite loud. "
                    + "\"Good for him,\" he said. ",
            "The boy continued to whip the pony , and eventually the pony threw him over. John laughed out quite loud. "
                    + "\"Good for X ,\" he said.",
            "When they had eventually calmed down a bit , and had gotten home, Mr. Farley put the magic pebble in an iron "
                    + "safe . Some day they might want to use it , but really for now, what more could they wish for?",
            "When they had eventually calmed down a bit , and had gotten home, Mr. Farley put the magic pebble in an iron "
                    + "safe . Some day they might want to use X , but really for now, what more could they wish for?");

    private Pronouns() {}

    /** {@code wsc}: the noun between stars, the pronoun between hashes; {@code True} or {@code False} to write. */
    public static Preprocessor wsc() {
        return (elements, context) -> elements.map(element -> {
            long noun = element.number("span1_index");
            long pronoun = element.number("span2_index");
            String text = marked(element.text("text"), element.text("span1_text"), noun, "*");
            text = marked(text, element.text("span2_text"), noun < pronoun ? pronoun + 2 : pronoun, "#");
            return Features.of("inputs", "wsc text: " + text)
                    .with("targets", Glue.label(element, List.of("False", "True")))
                    .with("idx", element.get("idx"));
        });
    }

    /** The span, which is taken for a regular expression, behind so many words. */
    private static String marked(String text, String span, long index, String mark) {
        Pattern pattern = Pattern.compile("^((?:[^\\t\\n\\f\\r ]+[\\t\\n\\f\\r ]){" + index + "})(" + span + ")");
        return Re2.replaced(text, pattern, "\\1" + mark + " \\2 " + mark, true);
    }

    /** {@code definite_pronoun_resolution_simple}: the first such pronoun between stars, whom it means to write. */
    public static Preprocessor definite() {
        return (elements, context) -> elements.map(element -> {
            Pattern pronoun = Pattern.compile(" (" + element.text("pronoun") + ")( |\\.|,)");
            List<?> candidates = (List<?>) element.get("candidates");
            return Features.of("inputs", LABEL + Re2.replaced(element.text("sentence"), pronoun, " *\\1*\\2", false))
                    .with("targets", candidates.get((int) element.number("label")));
        });
    }

    /**
     * {@code wsc_simple}: the pronoun between stars, the noun to write.
     *
     * @param correctOnly whether records whose noun is not meant are left out, as in training
     */
    public static Preprocessor wscSimple(boolean correctOnly) {
        return (elements, context) -> elements.filter(element -> !correctOnly || label(element) != 0)
                .map(element -> {
                    String pronoun = " *" + element.text("span2_text") + "* ";
                    return Features.of("inputs", LABEL + Re2.replaced(blanked(element), BLANK, pronoun, true))
                            .with("targets", element.text("span1_text"))
                            .with("label", label(element))
                            .with("idx", element.get("idx"));
                });
    }

    private static long label(Features element) {
        return element.has("label") ? element.number("label") : 0;
    }

    private static String blanked(Features element) {
        String text = element.text("text");
        if (SPELT_OUT.containsKey(text)) {
            return SPELT_OUT.getOrDefault(text, text);
        }
        List<String> words = List.of(text.split(" ", -1));
        int index = (int) element.number("span2_index");
        Refusal.require(
                0 < index && index < words.size() && words.get(index).equals(element.text("span2_text")),
                "word %d must be '%s' in '%s'",
                index,
                element.text("span2_text"),
                text);
        return String.join(" ", words.subList(0, index)) + " X "
                + String.join(" ", words.subList(index + 1, words.size()));
    }
}
