package dev.cloze.checkpoint.tensors;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Number formats of a safetensors file, in the format's own order: a file lists its tensors by this order descending, so
 * that each begins at a multiple of its width.
 */
public enum ElementType {
    BOOL(1, ScalarType.Bool),
    U8(1, ScalarType.Byte),
    I8(1, ScalarType.Char),
    F8_E5M2(1, ScalarType.Float8_e5m2),
    F8_E4M3(1, ScalarType.Float8_e4m3fn),
    I16(2, ScalarType.Short),
    U16(2, ScalarType.UInt16),
    F16(2, ScalarType.Half),
    BF16(2, ScalarType.BFloat16),
    I32(4, ScalarType.Int),
    U32(4, ScalarType.UInt32),
    F32(4, ScalarType.Float),
    C64(8, ScalarType.ComplexFloat),
    F64(8, ScalarType.Double),
    I64(8, ScalarType.Long),
    U64(8, ScalarType.UInt64);

    private static final Map<String, ElementType> BY_NAME = new HashMap<>();
    private static final Map<ScalarType, ElementType> BY_SCALAR = new EnumMap<>(ScalarType.class);

    static {
        for (ElementType type : values()) {
            BY_NAME.put(type.name(), type);
            BY_SCALAR.put(type.scalar, type);
        }
    }

    private final int width;
    private final ScalarType scalar;

    ElementType(int width, ScalarType scalar) {
        this.width = width;
        this.scalar = scalar;
    }

    /** Bytes of one element. */
    public int width() {
        return width;
    }

    /** The same format in libtorch. */
    public ScalarType scalar() {
        return scalar;
    }

    /** Whether it holds fractions that can be converted to another such format. */
    public boolean isFloatingPoint() {
        return switch (this) {
            case F8_E5M2, F8_E4M3, F16, BF16, F32, F64 -> true;
            case BOOL, U8, I8, I16, U16, I32, U32, C64, I64, U64 -> false;
        };
    }

    /** The type a header names, if it is known. */
    static Optional<ElementType> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The type of a libtorch tensor. */
    public static ElementType of(ScalarType scalar) {
        ElementType type = BY_SCALAR.get(scalar.intern());
        if (type == null) {
            throw new IllegalArgumentException("safetensors has no format for " + scalar);
        }
        return type;
    }
}
