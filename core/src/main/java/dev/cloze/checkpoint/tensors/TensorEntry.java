package dev.cloze.checkpoint.tensors;

/** What a header says of one tensor: its format, its shape, and where its bytes lie, counted from the end of the header. */
public final class TensorEntry {

    private final ElementType type;
    private final long[] shape;
    private final long begin;

    TensorEntry(ElementType type, long[] shape, long begin) {
        this.type = type;
        this.shape = shape.clone();
        this.begin = begin;
    }

    ElementType type() {
        return type;
    }

    long[] shape() {
        return shape.clone();
    }

    long begin() {
        return begin;
    }

    long end() {
        return begin + bytes(type, shape);
    }

    public long bytes() {
        return bytes(type, shape);
    }

    /** Bytes of a tensor of that shape; an {@link ArithmeticException} where they pass 2^63. */
    public static long bytes(ElementType type, long[] shape) {
        long bytes = type.width();
        boolean empty = false;
        for (long axis : shape) {
            empty |= axis == 0;
            bytes = Math.multiplyExact(bytes, Math.max(axis, 1));
        }
        return empty ? 0 : bytes;
    }
}
