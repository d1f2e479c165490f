package dev.cloze.generate.search;

import dev.cloze.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Single scores of a {@code [rows, vocab]} table, found by row and token. */
final class LogitPositions {

    private int[] rows = new int[64];
    private int[] ids = new int[64];
    private int count;

    void add(int row, int id) {
        if (count == rows.length) {
            rows = Arrays.copyOf(rows, 2 * count);
            ids = Arrays.copyOf(ids, 2 * count);
        }
        rows[count] = row;
        ids[count++] = id;
    }

    int count() {
        return count;
    }

    /** Which of the picks are of tokens that the table has. */
    int[] inside(Tensor scores) {
        long vocab = scores.size(1);
        return Indices.where(count, i -> ids[i] < vocab);
    }

    /** The places of the picks in the flattened table; tokens beyond the table are left out. */
    Tensor places(Tensor scores) {
        long vocab = scores.size(1);
        long[] places = Arrays.stream(inside(scores))
                .mapToLong(i -> rows[i] * vocab + ids[i])
                .toArray();
        return Tensors.of(places, places.length).to(scores.device(), ScalarType.Long);
    }

    /** Sets all picks to {@code value}. */
    void fill(Tensor scores, double value) {
        if (count > 0) {
            scores.view(-1).index_fill_(0, places(scores), new Scalar(value));
        }
    }
}
