package dev.cloze.adapter.inject;

import dev.cloze.nn.Embedding;
import dev.cloze.nn.ForwardPass;
import dev.cloze.tensor.Scopes;
import org.bytedeco.pytorch.Tensor;

/**
 * An embedding with some rows of an adapter's own.
 *
 * @param base the embedding
 * @param rows the rows
 */
record TokenEmbedding(Embedding base, TokenRows rows) implements Embedding {

    @Override
    public Tensor apply(Tensor ids, ForwardPass pass) {
        return Scopes.keep(() -> rows.into(base.apply(ids, pass), ids));
    }

    /** The model's, as a head that has the same rows changes it by itself. */
    @Override
    public Tensor table() {
        return base.table();
    }
}
