package dev.cloze.checkpoint.tensors;

import dev.cloze.tensor.NamedTensors;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** An open file of tensors, or several that act as one. */
public interface TensorFile extends NamedTensors, AutoCloseable {

    @Override
    ScalarType type(String name);

    /** Whether two names are known to stand for one run of bytes, as the names of tied weights do in a pickle. */
    default boolean same(String name, String other) {
        return name.equals(other);
    }

    /** Gives back the memory of what was read so far, as far as the file can be read again; it stays open. */
    default void release() {}

    @Override
    void close();
}
