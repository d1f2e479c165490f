package dev.cloze.seqio.step;

import dev.cloze.data.random.StatelessSeed;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.Preprocessor;
import dev.cloze.seqio.TaskContext;
import dev.cloze.seqio.dataset.Dataset;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code split_tokens}: each document's {@code targets} as segments of one length, the last one shorter; empty documents are
 * left out. A seed is taken even where nothing is drawn.
 *
 * @param max longest segment
 * @param min where positive, each document's segment length is drawn from a log-uniform distribution between the two
 */
public record SplitTokens(TokenLimit max, int min) implements Preprocessor {

    private static final int SHORTEST_RANDOM = 8;

    /** Segments of one length. */
    public SplitTokens(TokenLimit max) {
        this(max, 0);
    }

    /** {@code split_tokens_to_random_length}. */
    public static SplitTokens randomLength() {
        return new SplitTokens(TokenLimit.lengthOf("inputs"), SHORTEST_RANDOM);
    }

    @Override
    public Dataset<Features> apply(Dataset<Features> elements, TaskContext context) {
        int most = max.in(context);
        Dataset<Features> filled =
                elements.filter(element -> !element.tokens("targets").isEmpty());
        Dataset<List<Features>> split = Preprocessor.seeded(
                filled, context, (element, seed) -> segments(element.tokens("targets"), length(most, seed)));
        return split.flatMap(Dataset::of);
    }

    private int length(int most, StatelessSeed seed) {
        if (min == 0) {
            return most;
        }
        float drawn = seed.uniform(1, (float) Math.log(min), (float) Math.log(most))[0];
        return (int) (float) Math.exp(drawn);
    }

    private static List<Features> segments(Tokens tokens, int length) {
        List<Features> segments = new ArrayList<>();
        for (int from = 0; from < tokens.size(); from += length) {
            segments.add(Features.of("targets", tokens.slice(from, Math.min(from + length, tokens.size()))));
        }
        return segments;
    }
}
