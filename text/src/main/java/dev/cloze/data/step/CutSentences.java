package dev.cloze.data.step;

import dev.cloze.Doc;
import dev.cloze.Rule;
import dev.cloze.data.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Marks where Chinese sentences end, as CPT's preparation of data cuts them (Shao et al. 2021): behind 。！？?, behind three
 * dots or an ellipsis, not before a closing quotation mark but behind it, and at the end of a line. Ends that the objective
 * sees by itself, 。；！？ and their ASCII forms, get no mark.
 *
 * <pre>
 * 他来了…我走了。“好！”她说  →  他来了…[SEP]我走了。“好！”[SEP]她说
 * </pre>
 */
@Doc(
        "Marks where Chinese sentences end that end without a mark of their own, as CPT's preparation of data cuts them: behind an ellipsis, a closing quotation mark or a line.")
public record CutSentences(
        @Doc("The field.") String field,
        @Doc("The mark, a token of the vocabulary.") String mark) implements SingleStep {

    /** Checks that there are both. */
    public CutSentences {
        Rule.said("field", field);
        Rule.said("mark", mark);
    }

    private static final String SEEN = "。;；!！?？";

    @Override
    public Optional<Document> apply(Document document) {
        StringBuilder marked = new StringBuilder();
        for (String sentence : sentences(document.field(field))) {
            if (!marked.isEmpty() && SEEN.indexOf(marked.charAt(marked.length() - 1)) < 0) {
                marked.append(mark);
            }
            marked.append(sentence);
        }
        return Optional.of(document.with(field, marked.toString()));
    }

    /** The sentences of a text. Each rule goes over what the one before it has cut, as in the reference. */
    static List<String> sentences(String text) {
        List<String> sentences = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String cut = line.replaceAll("([。！？?])([^”’])", "$1\n$2")
                    .replaceAll("(\\.{3})([^”’])", "$1\n$2")
                    .replaceAll("(…)([^”’])", "$1\n$2")
                    .replaceAll("([。！？?][”’])([^，。！？?])", "$1\n$2");
            Stream.of(cut.split("\n", -1))
                    .filter(sentence -> !sentence.isBlank())
                    .forEach(sentences::add);
        }
        return sentences;
    }
}
