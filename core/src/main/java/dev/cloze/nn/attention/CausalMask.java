package dev.cloze.nn.attention;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Hides from every query the keys that come after it. */
public final class CausalMask {

    private CausalMask() {}

    /** {@code [1, 1, query, key]}, of {@code like}'s type: the query at place {@code from + q} looks at keys up to itself. */
    public static Tensor of(int from, int queries, int keys, Tensor like) {
        Tensor ones = torch.ones(
                new long[] {queries, keys},
                new TensorOptions(ScalarType.Bool).device(like.options().device_opt()));
        return Masks.of(ones.triu(from + 1L), like.scalar_type()).unsqueeze(0).unsqueeze(0);
    }
}
