package dev.cloze.adapter.inject;

import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Projection;
import org.bytedeco.pytorch.Tensor;

/**
 * A map to the vocabulary with some rows of an adapter's own.
 *
 * @param base the map
 * @param rows the rows
 */
record TokenHead(Projection base, TokenRows rows) implements Projection.Adapted {

    @Override
    public Tensor apply(Tensor x, ForwardPass pass) {
        return rows.intoProducts(base.apply(x, pass), x);
    }

    /** Both as one: a head's loss reads the matrix. */
    @Override
    public Tensor matrix() {
        return rows.intoTable(base.matrix());
    }
}
