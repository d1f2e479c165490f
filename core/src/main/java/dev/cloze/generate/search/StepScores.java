package dev.cloze.generate.search;

import dev.cloze.tensor.Tensors;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The scores of one step, ranked no further than samplers need: the likeliest and the best few of all rows at once, a whole row
 * seldom. They are read from the model's device once a step, not once a row.
 */
final class StepScores {

    private static final long FEW = 128;
    private static final long[] LAST_AXIS = {1};

    private final Tensor scores; // [rows, vocab]
    private final float[] temperatures; // of each row
    private long @Nullable [] likeliest;
    private @Nullable Best best;
    private float @Nullable [] totals; // of all exponentials, that of the likeliest being 1: the logarithm of the sum

    StepScores(Tensor scores, float[] temperatures) {
        this.scores = scores;
        this.temperatures = temperatures.clone();
    }

    /** The token with the highest score. */
    int likeliest(int row) {
        if (likeliest == null) {
            likeliest = Tensors.longs(scores.argmax(new LongOptional(1), false));
        }
        return (int) likeliest[row];
    }

    /** The best few of a row. */
    RankedTokens few(int row) {
        Best found = best();
        return found.row(row, total(row), found.width() == scores.size(1));
    }

    private double total(int row) {
        if (totals == null) {
            Tensor divisors = Tensors.of(temperatures, temperatures.length, 1).to(scores.device(), ScalarType.Float);
            Tensor below =
                    scores.sub(scores.amax(LAST_AXIS, true)); // [rows, vocab], at most 0 whatever the temperature
            totals = Tensors.floats(below.div(divisors).logsumexp(LAST_AXIS));
        }
        return totals[row];
    }

    /** All of a row. */
    RankedTokens all(int row) {
        T_TensorTensor_T sorted = scores.select(0, row).sort(0, true);
        float[] values = Tensors.floats(sorted.get0());
        return new Best(values.length, values, Tensors.longs(sorted.get1())).row(0, 0, true);
    }

    private Best best() {
        if (best == null) {
            long width = Math.min(FEW, scores.size(1));
            T_TensorTensor_T top = scores.topk(width);
            best = new Best((int) width, Tensors.floats(top.get0()), Tensors.longs(top.get1()));
        }
        return best;
    }

    /** The highest scores of rows, side by side. */
    private static final class Best {
        private final int width;
        private final float[] values;
        private final long[] ids;

        Best(int width, float[] values, long[] ids) {
            this.width = width;
            this.values = values;
            this.ids = ids;
        }

        int width() {
            return width;
        }

        RankedTokens row(int row, double logTotal, boolean complete) {
            double[] scores = new double[width];
            int[] tokens = new int[width];
            for (int i = 0; i < width; i++) {
                scores[i] = values[row * width + i];
                tokens[i] = (int) ids[row * width + i];
            }
            return new RankedTokens(scores, tokens, logTotal, complete);
        }
    }
}
