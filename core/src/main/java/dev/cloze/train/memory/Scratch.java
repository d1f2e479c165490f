package dev.cloze.train.memory;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Float32 memory that grows to the largest request and is used again for every other. */
public final class Scratch implements AutoCloseable {

    private Optional<Tensor> memory = Optional.empty();

    /** Room for {@code shape}, on the device of {@code like}, holding anything. */
    public Tensor of(Tensor like, long... shape) {
        long size = 1;
        for (long side : shape) {
            size *= side;
        }
        if (memory.isEmpty() || memory.get().numel() < size) {
            close();
            memory = Optional.of(Buffer.of(like, ScalarType.Float, size));
        }
        return memory.get().narrow(0, 0, size).view(shape);
    }

    @Override
    public void close() {
        memory.ifPresent(Tensor::close);
        memory = Optional.empty();
    }
}
