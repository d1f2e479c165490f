package dev.cloze.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Vectors for ids: {@code [..] -> [.., dModel]}. */
public interface Embedding {

    /** The vectors of {@code ids}. */
    Tensor apply(Tensor ids);

    /** The vectors of all ids of the vocabulary, for a head that shares them: {@code [vocab, dModel]}. */
    Tensor table();

    /**
     * A row for each id.
     *
     * @param table {@code [vocab, dModel]}
     * @param type of the vectors
     */
    record Rows(Tensor table, ScalarType type) implements Embedding {
        @Override
        public Tensor apply(Tensor ids) {
            return torch.embedding(table, ids).to(type);
        }
    }
}
