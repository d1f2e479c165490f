package dev.cloze.checkpoint.pickle;

import dev.cloze.Refusal;
import dev.cloze.Shown;
import dev.cloze.checkpoint.tensors.ElementType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The only things a pickle may name. None of them is ever called: each stands for a value that is made here.
 *
 * <pre>
 * collections OrderedDict                     a map
 * torch._utils _rebuild_tensor_v2             a view of a storage
 * torch._utils _rebuild_tensor_v3             a view of bytes in the number format it names
 * torch._utils _rebuild_parameter             the view inside
 * torch FloatStorage, torch float8_e4m3fn, …  a number format
 * </pre>
 */
final class PickleNames {

    private static final Map<String, ElementType> STORAGES = Map.ofEntries(
            Map.entry("torch FloatStorage", ElementType.F32),
            Map.entry("torch DoubleStorage", ElementType.F64),
            Map.entry("torch HalfStorage", ElementType.F16),
            Map.entry("torch BFloat16Storage", ElementType.BF16),
            Map.entry("torch LongStorage", ElementType.I64),
            Map.entry("torch IntStorage", ElementType.I32),
            Map.entry("torch ShortStorage", ElementType.I16),
            Map.entry("torch CharStorage", ElementType.I8),
            Map.entry("torch ByteStorage", ElementType.U8),
            Map.entry("torch BoolStorage", ElementType.BOOL),
            Map.entry("torch ComplexFloatStorage", ElementType.C64),
            Map.entry("torch.storage UntypedStorage", ElementType.U8));

    private static final Map<String, ElementType> FORMATS = Map.ofEntries(
            Map.entry("torch float32", ElementType.F32),
            Map.entry("torch float64", ElementType.F64),
            Map.entry("torch float16", ElementType.F16),
            Map.entry("torch bfloat16", ElementType.BF16),
            Map.entry("torch float8_e4m3fn", ElementType.F8_E4M3),
            Map.entry("torch float8_e5m2", ElementType.F8_E5M2),
            Map.entry("torch int64", ElementType.I64),
            Map.entry("torch int32", ElementType.I32),
            Map.entry("torch int16", ElementType.I16),
            Map.entry("torch int8", ElementType.I8),
            Map.entry("torch uint8", ElementType.U8),
            Map.entry("torch uint16", ElementType.U16),
            Map.entry("torch uint32", ElementType.U32),
            Map.entry("torch uint64", ElementType.U64),
            Map.entry("torch complex64", ElementType.C64),
            Map.entry("torch bool", ElementType.BOOL));

    private static final long MOST_ELEMENTS = Long.MAX_VALUE / 64;

    /** What can be made of arguments. */
    enum Maker {
        ORDERED_MAP,
        TENSOR,
        TENSOR_OF_FORMAT,
        PARAMETER
    }

    private PickleNames() {}

    /** What {@code module name} stands for: a {@link Maker} or an {@link ElementType}; everything else is refused. */
    static Object of(String module, String name, String file) {
        String whole = module + " " + name;
        Optional<Object> known = switch (whole) {
            case "collections OrderedDict" -> Optional.of(Maker.ORDERED_MAP);
            case "torch._utils _rebuild_tensor_v2", "torch._utils _rebuild_tensor" -> Optional.of(Maker.TENSOR);
            case "torch._utils _rebuild_tensor_v3" -> Optional.of(Maker.TENSOR_OF_FORMAT);
            case "torch._utils _rebuild_parameter", "torch._utils _rebuild_parameter_with_state" ->
                Optional.of(Maker.PARAMETER);
            default -> Optional.ofNullable(STORAGES.getOrDefault(whole, FORMATS.get(whole)));
        };
        return known.orElseThrow(
                () -> Refusal.at(file, "a pickle may hold tensors only, got %s", Shown.of(module + "." + name)));
    }

    /** The storage that a persistent id names: {@code ('storage', type, key, place, elements)}. */
    static PickledStorage storage(Object id, String file) {
        if (id instanceof List<?> parts
                && isPlain(parts)
                && parts.get(1) instanceof ElementType type
                && parts.get(2) instanceof String key
                && parts.get(4) instanceof Long count
                && 0 <= count
                && count <= MOST_ELEMENTS) {
            return new PickledStorage(key, type, count);
        }
        throw Refusal.at(file, "a storage of the pickle is not named as torch names it");
    }

    // Before version 1.6 a sixth part could name a view of the storage; torch itself never wrote one.
    private static boolean isPlain(List<?> parts) {
        boolean whole = parts.size() == 5 || (parts.size() == 6 && parts.get(5) == Unpickler.NOTHING);
        return whole && "storage".equals(parts.get(0));
    }
}
