package dev.cloze.seqio.dataset;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code tf.data.Dataset.cache} in memory. */
final class CachedDataset<T> implements Dataset<T> {

    private final Dataset<T> elements;
    private @Nullable List<T> kept;

    CachedDataset(Dataset<T> elements) {
        this.elements = elements;
    }

    @Override
    public Iterator<T> iterator() {
        if (kept == null) {
            kept = elements.stream().toList();
        }
        return kept.iterator();
    }
}
