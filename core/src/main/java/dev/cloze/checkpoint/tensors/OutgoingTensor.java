package dev.cloze.checkpoint.tensors;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A tensor on its way to a file: what the header says of it, and its values, asked for when their turn comes. */
public final class OutgoingTensor {

    private final ElementType type;
    private final long[] shape;
    private final Supplier<Tensor> values;

    /** A tensor whose values are made in the scope of whoever asks. */
    public OutgoingTensor(ElementType type, long[] shape, Supplier<Tensor> values) {
        this.type = type;
        this.shape = shape.clone();
        this.values = values;
    }

    public static OutgoingTensor of(Tensor tensor) {
        return new OutgoingTensor(ElementType.of(tensor.scalar_type()), tensor.shape(), () -> tensor);
    }

    /** A file's tensor. */
    public static OutgoingTensor of(TensorFile file, String name) {
        return new OutgoingTensor(ElementType.of(file.type(name)), file.shape(name), () -> file.read(name));
    }

    public static Map<String, OutgoingTensor> all(Map<String, Tensor> tensors) {
        Map<String, OutgoingTensor> outgoing = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> outgoing.put(name, of(tensor)));
        return outgoing;
    }

    public ElementType type() {
        return type;
    }

    public long[] shape() {
        return shape.clone();
    }

    public long bytes() {
        return TensorEntry.bytes(type, shape);
    }

    /** Its values, in the caller's scope. */
    public Tensor values() {
        return values.get();
    }

    /** This tensor in another number format; only floating-point ones change. */
    public OutgoingTensor as(ElementType other) {
        if (!type.isFloatingPoint() || type == other) {
            return this;
        }
        ScalarType scalar = other.scalar();
        return new OutgoingTensor(other, shape, () -> values.get().to(scalar));
    }
}
