package dev.cloze.seqio.step;

import dev.cloze.Refusal;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.Preprocessor;
import dev.cloze.seqio.TaskContext;
import dev.cloze.seqio.dataset.Dataset;
import dev.cloze.text.Tokens;
import java.util.Iterator;

/**
 * {@code reduce_concat_tokens}: the {@code targets} of so many documents as one. The id 0 disappears, also inside.
 *
 * @param batchSize documents joined into one
 */
public record ReduceConcatTokens(int batchSize) implements Preprocessor {

    public static final ReduceConcatTokens T5 = new ReduceConcatTokens(128);

    /** Checks the number. */
    public ReduceConcatTokens {
        Refusal.require(batchSize > 0, "at least 1 document must be joined, got %d", batchSize);
    }

    @Override
    public Dataset<Features> apply(Dataset<Features> elements, TaskContext context) {
        return () -> new Joined(elements.iterator());
    }

    private final class Joined implements Iterator<Features> {

        private final Iterator<Features> documents;

        Joined(Iterator<Features> documents) {
            this.documents = documents;
        }

        @Override
        public boolean hasNext() {
            return documents.hasNext();
        }

        @Override
        public Features next() {
            IdBuffer joined = new IdBuffer();
            for (int i = 0; i < batchSize && (i == 0 || documents.hasNext()); i++) {
                Tokens tokens = documents.next().tokens("targets");
                tokens.stream().filter(id -> id != 0).forEach(joined::add);
            }
            return Features.of("targets", joined.tokens());
        }
    }
}
