package dev.cloze.checkpoint;

import dev.cloze.tensor.NamedTensors;

/** An open file of tensors, or several that act as one. */
public interface TensorFile extends NamedTensors, AutoCloseable {

    @Override
    void close();
}
