package dev.cloze.adapter.inject;

import dev.cloze.nn.Projection;
import dev.cloze.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * A map with LoRA's update beside it (Hu et al. 2021, eq. 3).
 *
 * @param path the map's name
 * @param base the map
 * @param update what is added
 * @param noise the update's dropout
 */
public record LoraProjection(String path, Projection base, LowRankUpdate update, AdapterDropout noise)
        implements Projection.Adapted {
    @Override
    public Tensor apply(Tensor x) {
        return base.apply(x).add(update.apply(noise.drop(path, x)));
    }

    /** Both as one: a head's loss reads the matrix. */
    @Override
    public Tensor matrix() {
        Tensor matrix = base.matrix();
        return matrix.add(update.matrix().to(Tensors.type(matrix)));
    }
}
