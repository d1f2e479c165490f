package dev.cloze.generate.search;

import dev.cloze.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Single scores of a {@code [rows, vocab]} table with a number each. No token is picked twice in a row. */
final class LogitUpdates {

    private final LogitPositions picks = new LogitPositions();
    private float[] values = new float[64];

    void add(int row, int id, double value) {
        if (picks.count() == values.length) {
            values = Arrays.copyOf(values, 2 * values.length);
        }
        values[picks.count()] = (float) value;
        picks.add(row, id);
    }

    /** Scores that are positive are divided by their numbers, the others multiplied. */
    void penalise(Tensor scores) {
        change(scores, (old, value) -> torch.where(old.lt(new Scalar(0)), old.mul(value), old.div(value)));
    }

    /** Scores grow by their numbers. */
    void increase(Tensor scores) {
        change(scores, Tensor::add);
    }

    /** Scores grow by this share of their absolute values; those that are not finite stay. */
    void increaseByShare(Tensor scores) {
        change(
                scores,
                (old, value) -> torch.where(old.isfinite(), old.add(old.abs().mul(value)), old));
    }

    private interface Change {
        Tensor of(Tensor old, Tensor value);
    }

    private void change(Tensor scores, Change change) {
        if (picks.count() > 0) {
            int[] inside = picks.inside(scores);
            float[] kept = new float[inside.length];
            for (int i = 0; i < kept.length; i++) {
                kept[i] = values[inside[i]];
            }
            Tensor places = picks.places(scores);
            Tensor old = scores.view(-1).index_select(0, places);
            Tensor value = Tensors.of(kept, kept.length).to(scores.device(), ScalarType.Float);
            scores.view(-1).index_copy_(0, places, change.of(old, value));
        }
    }
}
