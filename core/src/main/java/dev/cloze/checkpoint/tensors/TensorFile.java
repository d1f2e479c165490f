package dev.cloze.checkpoint.tensors;

import dev.cloze.tensor.NamedTensors;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** An open file of tensors, or several that act as one. */
public interface TensorFile extends NamedTensors, AutoCloseable {

    /** The number format of the tensor of that name. */
    ScalarType type(String name);

    /** Whether two names are known to stand for one run of bytes, as the names of tied weights do in a pickle. */
    default boolean same(String name, String other) {
        return name.equals(other);
    }

    @Override
    void close();
}
