package dev.cloze.seqio.text;

import dev.cloze.seqio.Features;
import dev.cloze.seqio.Preprocessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/** T5's formats of one record in, one pair of texts out (Raffel et al. 2020, appendix D). */
public final class TextFormats {

    /** Scripts that are written without spaces: Burmese, Han, kana, Javanese, Khmer, Lao, Tai, Thai, Tibetan. */
    private static final Pattern UNSPACED = Pattern.compile("([\u1000-\u104f\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff"
            + "\u2e80-\u2eff\u31c0-\u31ef\u3000-\u303f\u3040-\u309f\u30a0-\u30ff\ua980-\ua9df\u1780-\u17ff"
            + "\u19e0-\u19ff\u0e80-\u0eff\u1980-\u19df\u1a20-\u1aaf\u0e00-\u0e7f\u0f00-\u0fff])");

    private static final Pattern NO_WORD = Pattern.compile("[^0-9A-Za-z_]");
    private static final float SCORES_A_POINT = 5;
    private static final int LANGUAGE_LETTERS = 2;

    private TextFormats() {}

    private static Preprocessor map(Function<Features, Features> change) {
        return (elements, context) -> elements.map(change);
    }

    private static Features pair(String inputs, String targets) {
        return Features.of("inputs", inputs).with("targets", targets);
    }

    /** {@code translate}: {@code translate German to English: …}; of a code only the first two letters count. */
    public static Preprocessor translate(String source, String target) {
        String prefix = "translate " + language(source) + " to " + language(target) + ": ";
        return map(element -> pair(prefix + element.text(source), element.text(target)));
    }

    private static String language(String code) {
        String letters = code.substring(0, Math.min(LANGUAGE_LETTERS, code.length()));
        return Locale.forLanguageTag(letters).getDisplayLanguage(Locale.ENGLISH);
    }

    /** {@code summarize}: {@code summarize: …}. */
    public static Preprocessor summarize(String article, String summary) {
        return map(element -> pair("summarize: " + element.text(article), element.text(summary)));
    }

    /** {@code lm}: nothing to read, all of {@code text} to write. */
    public static Preprocessor lm() {
        return map(element -> pair("", element.text("text")));
    }

    /** {@code stsb}: a similarity as one of the 26 numbers from 0.0 to 5.0. */
    public static Preprocessor stsb() {
        return map(element -> {
            float label = ((Number) element.get("label")).floatValue();
            float rounded = (float) Math.rint(label * SCORES_A_POINT) / SCORES_A_POINT;
            String inputs = "stsb sentence1: " + element.text("sentence1") + " sentence2: " + element.text("sentence2");
            return pair(inputs, String.format(Locale.ROOT, "%.1f", rounded)).with("idx", element.get("idx"));
        });
    }

    /** {@code squad}: {@code question: … context: …}, spaces around punctuation; the first answer is the target. */
    public static Preprocessor squad(boolean withContext) {
        return map(element -> squad(element, withContext));
    }

    private static Features squad(Features element, boolean withContext) {
        List<String> answers = new ArrayList<>();
        for (Object answer : (List<?>) element.get("answers/text")) {
            answers.add(Re2.punctuationPadded((String) answer));
        }
        String question = Re2.punctuationPadded(element.text("question"));
        String context = Re2.punctuationPadded(element.text("context"));
        String inputs =
                withContext ? "question: " + question + " context: " + context : "squad trivia question: " + question;
        return pair(Re2.collapsed(inputs), answers.get(0))
                .with("id", element.get("id"))
                .with("context", context)
                .with("question", question)
                .with("answers", answers);
    }

    /** {@code squad_span_space_tokenized}: the answer's place, {@code start: 3 end: 4}; left out where it is not found. */
    public static Preprocessor squadSpan() {
        return (elements, context) -> elements.map(element -> squad(element, true))
                .map(element -> element.with("targets", span(element.text("context"), element.text("targets"))))
                .filter(element -> !element.text("targets").isEmpty());
    }

    /** As in T5's code, an answer at the very end of the context is not found. */
    private static String span(String context, String answer) {
        List<String> needle = spaced(answer);
        List<String> words = spaced(context);
        for (int start = 0; start < words.size() - needle.size(); start++) {
            if (words.subList(start, start + needle.size()).equals(needle)) {
                return "start: " + start + " end: " + (start + needle.size() - 1);
            }
        }
        return "";
    }

    private static List<String> spaced(String text) {
        return List.of(NO_WORD.matcher(text).replaceAll(" ").split(" ", -1));
    }

    /** {@code pad_nonspaced_languages}: spaces around each character of a script that has none. */
    public static Preprocessor padUnspaced() {
        return map(element -> element.with(
                "text", Re2.collapsed(UNSPACED.matcher(element.text("text")).replaceAll(" $1 "))));
    }

    /** {@code split_text_to_words}: {@code words} beside {@code text}; texts of fewer than two are left out. */
    public static Preprocessor words() {
        return (elements, context) -> elements.map(element -> element.with("words", Re2.words(element.text("text"))))
                .filter(element -> ((List<?>) element.get("words")).size() > 1);
    }
}
