package dev.cloze.tensor;

import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Tensors that lie in a file, found by name. */
public interface NamedTensors {

    /** All names, in the file's order. */
    Set<String> names();

    /** Whether there is a tensor of that name. */
    boolean contains(String name);

    /** The shape of the tensor of that name, without reading it. */
    long[] shape(String name);

    /** The number format of the tensor of that name. */
    default ScalarType type(String name) {
        return Tensors.type(read(name));
    }

    /**
     * The tensor of that name in the caller's scope, on the CPU and with the file's number format. It may show the file's
     * own pages: copy what must outlive the file or be changed.
     */
    Tensor read(String name);
}
