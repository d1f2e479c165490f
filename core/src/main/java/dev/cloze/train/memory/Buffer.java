package dev.cloze.train.memory;

import dev.cloze.tensor.Scopes;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Tensors that are allocated once and live until they are closed. */
public final class Buffer {

    private Buffer() {}

    /** A tensor of that type and shape, on the device of {@code like}, holding anything. */
    public static Tensor of(Tensor like, ScalarType type, long... shape) {
        try (PointerScope scope = new PointerScope()) {
            TensorOptions options = new TensorOptions(like.device()).dtype(new ScalarTypeOptional(type));
            return Scopes.forever(torch.empty(shape, options, new MemoryFormatOptional()));
        }
    }
}
