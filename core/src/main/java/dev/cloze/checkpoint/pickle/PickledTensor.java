package dev.cloze.checkpoint.pickle;

import dev.cloze.Refusal;
import dev.cloze.Shown;
import dev.cloze.checkpoint.tensors.TensorEntry;
import java.util.Arrays;

/** A tensor of a pickle: a view of a storage, inside its bounds. */
final class PickledTensor {

    private static final int MOST_AXES = 16;

    private final PickledStorage storage;
    private final long offset;
    private final long[] shape;
    private final long[] strides;

    private PickledTensor(PickledStorage storage, long offset, long[] shape, long[] strides) {
        this.storage = storage;
        this.offset = offset;
        this.shape = shape;
        this.strides = strides;
    }

    /** The view, refused where it would reach beyond its storage. */
    static PickledTensor of(PickledStorage storage, long offset, long[] shape, long[] strides, String file) {
        PickledTensor tensor = new PickledTensor(storage, offset, shape.clone(), strides.clone());
        if (!tensor.isPlain() || !tensor.fits()) {
            throw Refusal.at(
                    file,
                    "a tensor of shape %s and strides %s at %d reaches beyond its storage of %d",
                    Shown.of(Arrays.toString(shape)),
                    Shown.of(Arrays.toString(strides)),
                    offset,
                    storage.count());
        }
        return tensor;
    }

    private boolean isPlain() {
        return shape.length == strides.length
                && shape.length <= MOST_AXES
                && 0 <= offset
                && offset <= storage.count()
                && Arrays.stream(shape).allMatch(axis -> axis >= 0)
                && Arrays.stream(strides).allMatch(stride -> stride >= 0);
    }

    private boolean fits() {
        try {
            // A stride of 0 repeats values: without this a few bytes could pass for terabytes.
            return TensorEntry.bytes(storage.type(), shape) <= storage.bytes() && span() <= storage.count() - offset;
        } catch (ArithmeticException e) {
            return false;
        }
    }

    /** Elements of the storage from the first one of this view to its last; an {@link ArithmeticException} beyond 2^63. */
    long span() {
        long last = 0;
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] == 0) {
                return 0;
            }
            last = Math.addExact(last, Math.multiplyExact(shape[i] - 1, strides[i]));
        }
        return Math.addExact(last, 1);
    }

    boolean same(PickledTensor other) {
        return storage.equals(other.storage)
                && offset == other.offset
                && Arrays.equals(shape, other.shape)
                && Arrays.equals(strides, other.strides);
    }

    PickledStorage storage() {
        return storage;
    }

    long offset() {
        return offset;
    }

    long[] shape() {
        return shape.clone();
    }

    long[] strides() {
        return strides.clone();
    }
}
