package dev.cloze.generate;

import dev.cloze.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Single scores of a {@code [rows, vocab]} table, found by row and token. */
final class Picks {

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

    /** The places of the picks in the flattened table; tokens beyond the table are left out. */
    Tensor places(Tensor scores) {
        long vocab = scores.size(1);
        long[] places = new long[count];
        int inside = 0;
        for (int i = 0; i < count; i++) {
            if (ids[i] < vocab) {
                places[inside++] = rows[i] * vocab + ids[i];
            }
        }
        return Tensors.of(Arrays.copyOf(places, inside), inside).to(scores.device(), ScalarType.Long);
    }

    /** Sets all picks to {@code value}. */
    void fill(Tensor scores, double value) {
        if (count > 0) {
            scores.view(-1).index_fill_(0, places(scores), new Scalar(value));
        }
    }
}
