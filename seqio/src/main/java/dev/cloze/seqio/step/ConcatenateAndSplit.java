package dev.cloze.seqio.step;

import dev.cloze.seqio.Features;
import dev.cloze.seqio.Preprocessor;
import dev.cloze.seqio.TaskContext;
import dev.cloze.seqio.dataset.Dataset;
import dev.cloze.text.Tokens;
import java.util.Iterator;

/**
 * {@code concatenate_and_split_to_fixed_length}: all documents as one stream of tokens, cut into pieces as long as
 * {@code targets} may be; only the last is shorter.
 */
public record ConcatenateAndSplit() implements Preprocessor {

    @Override
    public Dataset<Features> apply(Dataset<Features> elements, TaskContext context) {
        int length = context.lengthBeforeEos("targets");
        return () -> new Pieces(elements.iterator(), length);
    }

    private static final class Pieces implements Iterator<Features> {

        private final Iterator<Features> documents;
        private final int length;
        private Tokens document = Tokens.EMPTY;
        private int at;

        Pieces(Iterator<Features> documents, int length) {
            this.documents = documents;
            this.length = length;
        }

        @Override
        public boolean hasNext() {
            while (at == document.size() && documents.hasNext()) {
                document = documents.next().tokens("targets");
                at = 0;
            }
            return at < document.size();
        }

        @Override
        public Features next() {
            IdBuffer piece = new IdBuffer();
            while (piece.size() < length && hasNext()) {
                piece.add(document.at(at++));
            }
            return Features.of("targets", piece.tokens());
        }
    }
}
