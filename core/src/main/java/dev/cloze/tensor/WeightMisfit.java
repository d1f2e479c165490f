package dev.cloze.tensor;

import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Why a tensor of a file cannot be a weight, in words. */
final class WeightMisfit {

    private WeightMisfit() {}

    /** What its header says against it. */
    static Optional<String> header(NamedTensors source, String name, long[] shape) {
        long[] found = source.shape(name);
        if (!Arrays.equals(found, shape)) {
            return Optional.of("%s is %s, not %s".formatted(name, Arrays.toString(found), Arrays.toString(shape)));
        }
        ScalarType type = source.type(name).intern();
        return torch.isFloatingType(type)
                ? Optional.empty()
                : Optional.of("%s is stored as %s, which holds no fractions".formatted(name, type));
    }

    /** What its values say against it. A sum tells in one pass whether any of them is no number. */
    static Optional<String> values(String name, Tensor values) {
        try (PointerScope scope = new PointerScope()) {
            boolean narrow = values.element_size() < 2; // Numbers of 8 bits have no sum.
            Tensor exact = narrow ? values.to(ScalarType.Float) : values;
            if (Double.isFinite(exact.sum().item_double())) {
                return Optional.empty();
            }
            long none = exact.isnan().sum().item_long();
            return none == 0
                    ? Optional.empty()
                    : Optional.of(
                            "%s has %,d values of %,d that are not numbers".formatted(name, none, values.numel()));
        }
    }
}
