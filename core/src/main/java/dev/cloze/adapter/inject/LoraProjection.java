package dev.cloze.adapter.inject;

import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.OwnRows;
import dev.cloze.nn.Projection;
import dev.cloze.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * A map with LoRA's update beside it (Hu et al. 2021, eq. 3).
 *
 * @param path the map's name
 * @param base the map
 * @param update what is added
 * @param dropout share of values that the update does not read while training
 * @param rows whose update it is
 */
public record LoraProjection(String path, Projection base, LowRankUpdate update, double dropout, OwnRows rows)
        implements Projection.Adapted {
    @Override
    public Tensor apply(Tensor x, ForwardPass pass) {
        return rows.joined(
                base.apply(x, pass), x, pass, (y, own) -> y.add(update.apply(pass.dropInjected(path, dropout, own))));
    }

    /** Both as one: a head's loss reads the matrix. */
    @Override
    public Tensor matrix() {
        Tensor matrix = base.matrix();
        return matrix.add(update.matrix().to(Tensors.type(matrix)));
    }
}
