package dev.cloze.nn;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * What tells words from a network's last hidden states.
 *
 * @param map {@code [.., dModel] -> [.., vocab]}
 * @param offset added to each word's logit, {@code vocab} values of any shape, if there is one
 * @param vocab words it tells apart
 */
public record Head(Projection map, Optional<Tensor> offset, long vocab) {

    /** A head that adds nothing. */
    public Head(Projection map, long vocab) {
        this(map, Optional.empty(), vocab);
    }

    /** The logits of {@code hidden}, whose first axis has the rows of {@code pass}: {@code [.., dModel] -> [.., vocab]}. */
    public Tensor logits(Tensor hidden, ForwardPass pass) {
        Tensor products = map.apply(hidden, pass);
        return bias().map(products::add).orElse(products);
    }

    /** What is added to each word's logit: {@code [vocab]}. */
    public Optional<Tensor> bias() {
        return offset.map(values -> values.view(-1));
    }

    /** The map's matrix, {@code [vocab, dModel]}. Packed weights cannot be read back. */
    public Tensor weight() {
        return map.matrix();
    }
}
