package dev.cloze.checkpoint;

import dev.cloze.tensor.NamedTensors;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** An open file of tensors, or several that act as one. */
public interface TensorFile extends NamedTensors, AutoCloseable {

    /** The number format of the tensor of that name. */
    ScalarType type(String name);

    @Override
    void close();
}
