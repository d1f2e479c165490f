package dev.cloze.seqio.step;

import dev.cloze.data.random.StatelessSeed;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.Preprocessor;
import dev.cloze.seqio.TaskContext;
import dev.cloze.seqio.dataset.Dataset;
import dev.cloze.text.Tokens;
import java.util.List;

/**
 * {@code select_random_chunk}: one chunk of each document's {@code targets}; empty documents are left out.
 *
 * @param max longest chunk
 * @param min where positive, each chunk's length is drawn from {@code [min, max)}
 * @param uniformStart whether a chunk may begin at any token and lie over an end, rather than at a multiple of its length
 */
public record SelectRandomChunk(TokenLimit max, int min, boolean uniformStart) implements Preprocessor {

    /** As long as all pre-training tasks of T5 take it: longer than nearly every document. */
    public static final SelectRandomChunk WHOLE = new SelectRandomChunk(TokenLimit.of(65536), 0, false);

    @Override
    public Dataset<Features> apply(Dataset<Features> elements, TaskContext context) {
        int most = max.in(context);
        Dataset<Features> filled =
                elements.filter(element -> !element.tokens("targets").isEmpty());
        return Preprocessor.seeded(
                filled,
                context,
                (element, seed) -> Features.of("targets", chunk(element.tokens("targets"), most, seed.split(2))));
    }

    private Tokens chunk(Tokens tokens, int most, List<StatelessSeed> seeds) {
        int length = min > 0 ? seeds.get(0).uniformInt(min, most) : most;
        int start;
        if (uniformStart) {
            start = seeds.get(1).uniformInt(1 - length, tokens.size());
        } else {
            int chunks = (int) Math.ceil((float) tokens.size() / (float) length);
            start = length * seeds.get(1).uniformInt(0, chunks);
        }
        return tokens.slice(Math.max(start, 0), Math.min(start + length, tokens.size()));
    }
}
