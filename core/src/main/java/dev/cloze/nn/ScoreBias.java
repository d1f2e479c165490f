package dev.cloze.nn;

import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * What is added to attention scores {@code [batch, heads, query, key]} before the softmax. Its parts stay apart: a
 * position bias has no batch axis and a mask no head axis, and their sum would be as large as the scores.
 *
 * @param parts tensors that broadcast to the scores
 */
public record ScoreBias(List<Tensor> parts) {

    /** Nothing. */
    public static final ScoreBias NONE = new ScoreBias(List.of());

    /** Takes an unmodifiable copy. */
    public ScoreBias {
        parts = List.copyOf(parts);
    }

    /** This bias and one more part. */
    public ScoreBias plus(Tensor part) {
        return new ScoreBias(Stream.concat(parts.stream(), Stream.of(part)).toList());
    }

    /** Adds all parts into {@code scores}, which are changed. */
    public Tensor addInto(Tensor scores) {
        Tensor sum = scores;
        for (Tensor part : parts) {
            sum = sum.add_(part);
        }
        return sum;
    }
}
