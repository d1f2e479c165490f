package dev.cloze.model;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** A network around another one, whose head it has. */
public interface Shell extends Network {

    /** What is inside. */
    Network inner();

    @Override
    default boolean hasHead() {
        return inner().hasHead();
    }

    @Override
    default Tensor headWeight() {
        return inner().headWeight();
    }

    @Override
    default long vocab() {
        return inner().vocab();
    }

    @Override
    default Optional<Tensor> headBias() {
        return inner().headBias();
    }

    @Override
    default Tensor logits(Tensor hidden) {
        return inner().logits(hidden);
    }
}
