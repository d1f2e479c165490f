package dev.cloze.batch.load;

import dev.cloze.batch.Batches;
import dev.cloze.data.Position;
import dev.cloze.text.Tokens;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Batches as another library makes them, in the place of one's own. */
public interface ForeignBatches {

    /** A feed behind a position that such a feed gave, or from {@link Position#START}. */
    Batches open(Position position);

    /** The first so many rows of a model's features by seqio's names, where they are more than a batch says. */
    default Optional<List<SortedMap<String, Tokens>>> features(int count) {
        return Optional.empty();
    }
}
