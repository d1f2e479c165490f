package dev.cloze.tensor;

import dev.cloze.batch.IdMatrix;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Tensors from Java's arrays and back, a whole array at a time. What is made here belongs to the caller's scope. */
public final class Tensors {

    private Tensors() {}

    /** {@code [rows, columns]} of int64 on the CPU. */
    public static Tensor of(IdMatrix ids) {
        return of(ids, ComputeDevice.CPU);
    }

    /** {@code [rows, columns]} of int64. */
    public static Tensor of(IdMatrix ids, ComputeDevice device) {
        return place(Tensor.create(ids.shared(), ids.rows(), ids.columns()), ScalarType.Long, device);
    }

    /** A tensor of int64 with these values, row after row. */
    public static Tensor of(int[] values, long... shape) {
        return Tensor.create(values, shape).to(ScalarType.Long);
    }

    /** A tensor of int64 with these values, row after row. */
    public static Tensor of(long[] values, long... shape) {
        return Tensor.create(values, shape);
    }

    /** A tensor of float32 with these values, row after row. */
    public static Tensor of(float[] values, long... shape) {
        return Tensor.create(values, shape);
    }

    /** A tensor without values yet. */
    public static Tensor empty(ComputeDevice device, ScalarType type, long... shape) {
        return torch.empty(shape, device.options(type), new MemoryFormatOptional());
    }

    /** All values in order, as float32. */
    public static float[] floats(Tensor tensor) {
        Tensor plain =
                tensor.detach().to(ComputeDevice.CPU.device(), ScalarType.Float).contiguous();
        float[] values = new float[Math.toIntExact(plain.numel())];
        if (values.length > 0) {
            FloatPointer data = plain.data_ptr_float();
            data.get(values);
        }
        return values;
    }

    /** All values in order, as int64. */
    public static long[] longs(Tensor tensor) {
        Tensor plain =
                tensor.detach().to(ComputeDevice.CPU.device(), ScalarType.Long).contiguous();
        long[] values = new long[Math.toIntExact(plain.numel())];
        if (values.length > 0) {
            LongPointer data = plain.data_ptr_long();
            data.get(values);
        }
        return values;
    }

    /** The type of a tensor's values, as a constant that can be compared. */
    public static ScalarType type(Tensor tensor) {
        return tensor.scalar_type().intern();
    }

    private static Tensor place(Tensor tensor, ScalarType type, ComputeDevice device) {
        return device.isCpu() ? tensor.to(type) : tensor.to(device.device(), type);
    }
}
