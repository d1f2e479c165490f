package dev.cloze.seqio.text;

import dev.cloze.seqio.Features;
import dev.cloze.seqio.Preprocessor;
import dev.cloze.seqio.TaskContext;
import dev.cloze.seqio.dataset.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code record}: {@code record query: … entities: … passage: …}, an element for each answer. */
public record ReadingWithEntities() implements Preprocessor {

    private static final Pattern HIGHLIGHT_BEHIND_END = Pattern.compile("(\\.|\\?|!|\"|')\n@highlight\n");
    private static final Pattern HIGHLIGHT = Pattern.compile("\n@highlight\n");

    @Override
    public Dataset<Features> apply(Dataset<Features> elements, TaskContext context) {
        return elements.flatMap(element -> Dataset.of(pairs(element)));
    }

    private static List<Features> pairs(Features element) {
        String passage = HIGHLIGHT_BEHIND_END.matcher(element.text("passage")).replaceAll("$1 ");
        passage = HIGHLIGHT.matcher(passage).replaceAll(". ");
        String entities = ((List<?>) element.get("entities"))
                .stream().map(String.class::cast).collect(Collectors.joining(", "));
        List<?> answers = (List<?>) element.get("answers");
        Features pair = Features.of(
                        "inputs",
                        "record query: " + element.text("query") + " entities: " + entities + " passage: " + passage)
                .with("answers", answers)
                .with("idx/passage", element.get("idx/passage"))
                .with("idx/query", element.get("idx/query"));
        List<Features> pairs = new ArrayList<>();
        for (Object answer : answers.isEmpty() ? List.of("<unk>") : answers) {
            pairs.add(pair.with("targets", answer));
        }
        return pairs;
    }
}
