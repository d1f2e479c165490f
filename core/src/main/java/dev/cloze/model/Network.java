package dev.cloze.model;

import org.bytedeco.pytorch.Tensor;

/** A whole network that ends in a head over its vocabulary. Tensors it returns belong to the caller's scope. */
public interface Network {

    /** The head: {@code [vocab, dModel]}. */
    Tensor headWeight();

    /** {@code [.., dModel] -> [.., vocab]}. */
    Tensor logits(Tensor hidden);
}
