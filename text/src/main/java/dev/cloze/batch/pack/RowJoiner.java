package dev.cloze.batch.pack;

import dev.cloze.objective.Example;
import dev.cloze.text.Sentinels;
import dev.cloze.text.Tokens;
import dev.cloze.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Makes the examples of a row one, as FlashT5's collator does.
 *
 * <pre>
 * inputs    a &lt;0&gt; c &lt;1&gt; &lt;/s&gt; | e &lt;0&gt; &lt;/s&gt;       a &lt;0&gt; c &lt;1&gt; e &lt;2&gt; &lt;/s&gt;
 * targets   &lt;0&gt; b &lt;1&gt; d &lt;/s&gt; | &lt;0&gt; f &lt;/s&gt;       &lt;0&gt; b &lt;1&gt; d &lt;2&gt; f &lt;/s&gt;
 * </pre>
 *
 * Examples that together have more gaps than there are sentinels stay in rows of their own.
 *
 * @param vocabulary knows the sentinels and the end of sequence
 */
record RowJoiner(Vocabulary vocabulary) {

    /** What a label says where examples do not agree. */
    private static final String SEVERAL = "joined";

    /** Rows of one example each. */
    List<Row> join(Row row) {
        List<Row> joined = new ArrayList<>();
        List<Example> together = new ArrayList<>();
        int gaps = 0;
        for (Example example : row.examples()) {
            int more = gaps(example);
            if (!together.isEmpty() && gaps + more > vocabulary.sentinels().count()) {
                joined.add(new Row(List.of(one(together))));
                together = new ArrayList<>();
                gaps = 0;
            }
            together.add(counted(example, gaps));
            gaps += more;
        }
        joined.add(new Row(List.of(one(together))));
        return joined;
    }

    private int gaps(Example example) {
        Sentinels sentinels = vocabulary.sentinels();
        return 1
                + IntStream.concat(example.inputs().stream(), example.targets().stream())
                        .map(sentinels::indexOf)
                        .max()
                        .orElse(-1);
    }

    /** The example with sentinels that count from {@code first} on. */
    private Example counted(Example example, int first) {
        return first == 0
                ? example
                : new Example(
                        counted(example.inputs(), first),
                        counted(example.targets(), first),
                        example.label(),
                        example.answer(),
                        example.overflows());
    }

    private Tokens counted(Tokens tokens, int first) {
        Sentinels sentinels = vocabulary.sentinels();
        return Tokens.over(tokens.stream()
                .map(id -> {
                    int index = sentinels.indexOf(id);
                    return index < 0 ? id : sentinels.id(first + index);
                })
                .toArray());
    }

    private Example one(List<Example> examples) {
        Example.Label label = new Example.Label(
                common(examples, Example.Label::language),
                common(examples, Example.Label::denoiser),
                common(examples, Example.Label::source),
                task(examples));
        return new Example(joined(examples, Example::inputs), joined(examples, Example::targets), label)
                .overflowing(examples.stream().anyMatch(Example::overflows));
    }

    private static int task(List<Example> examples) {
        int first = examples.get(0).label().task();
        return examples.stream().allMatch(example -> example.label().task() == first) ? first : Example.Label.NO_TASK;
    }

    private static String common(List<Example> examples, Function<Example.Label, String> part) {
        List<String> different =
                examples.stream().map(Example::label).map(part).distinct().toList();
        return different.size() == 1 ? different.get(0) : SEVERAL;
    }

    private Tokens joined(List<Example> examples, Function<Example, Tokens> side) {
        Tokens joined = Tokens.EMPTY;
        for (int i = 0; i < examples.size(); i++) {
            Tokens tokens = side.apply(examples.get(i));
            int size = tokens.size();
            boolean ends = size > 0 && tokens.at(size - 1) == vocabulary.eosId();
            boolean last = i == examples.size() - 1;
            joined = joined.concat(ends && !last ? tokens.slice(0, size - 1) : tokens);
        }
        return joined;
    }
}
