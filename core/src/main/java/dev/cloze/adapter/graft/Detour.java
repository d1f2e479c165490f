package dev.cloze.adapter.graft;

import dev.cloze.nn.Projection;
import dev.cloze.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * A map with LoRA's detour beside it (Hu et al. 2021, eq. 3).
 *
 * @param path the map's name
 * @param base the map
 * @param detour what is added
 * @param noise the detour's dropout
 */
public record Detour(String path, Projection base, LowRank detour, Noise noise) implements Projection.Adapted {
    @Override
    public Tensor apply(Tensor x) {
        return base.apply(x).add(detour.apply(noise.drop(path, x)));
    }

    /** Both as one: a head's loss reads the matrix. */
    @Override
    public Tensor matrix() {
        Tensor matrix = base.matrix();
        return matrix.add(detour.matrix().to(Tensors.type(matrix)));
    }
}
