package dev.cloze.generate.search;

import dev.cloze.tensor.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** The scores of one step, ranked no further than the draws need: the best few of every row at once, a whole row seldom. */
final class Drawing {

    private static final long FEW = 128;

    private final Tensor scores; // [rows, vocab]
    private @Nullable Best best;

    Drawing(Tensor scores) {
        this.scores = scores;
    }

    /** The best few of a row. */
    Ranking few(int row, double temperature) {
        Best found = best();
        double total =
                scores.select(0, row).div(new Scalar(temperature)).logsumexp(0).item_double();
        return found.row(row, total, found.width() == scores.size(1));
    }

    /** All of a row. */
    Ranking all(int row) {
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

        Ranking row(int row, double logTotal, boolean complete) {
            double[] scores = new double[width];
            int[] tokens = new int[width];
            for (int i = 0; i < width; i++) {
                scores[i] = values[row * width + i];
                tokens[i] = (int) ids[row * width + i];
            }
            return new Ranking(scores, tokens, logTotal, complete);
        }
    }
}
