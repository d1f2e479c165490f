package dev.cloze.nn;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Vectors for ids: {@code [..] -> [.., dModel]}. */
public interface Embedding {

    /** The vectors of {@code ids}, whose first axis has the rows of {@code pass}. */
    Tensor apply(Tensor ids, ForwardPass pass);

    /** The vectors of all ids of the vocabulary, for a head that shares them: {@code [vocab, dModel]}. */
    Tensor table();

    /** These, times {@code factor}; their table stays as it is. */
    default Embedding times(double factor) {
        return factor == 1 ? this : new Times(this, factor);
    }

    /**
     * Vectors times a number.
     *
     * @param plain the vectors
     * @param factor the number
     */
    record Times(Embedding plain, double factor) implements Embedding {
        @Override
        public Tensor apply(Tensor ids, ForwardPass pass) {
            return plain.apply(ids, pass).mul(new Scalar(factor));
        }

        @Override
        public Tensor table() {
            return plain.table();
        }
    }

    /**
     * A row for each id.
     *
     * @param table {@code [vocab, dModel]}
     * @param type of the vectors
     */
    record Rows(Tensor table, ScalarType type) implements Embedding {
        @Override
        public Tensor apply(Tensor ids, ForwardPass pass) {
            return torch.embedding(table, ids).to(type);
        }
    }
}
