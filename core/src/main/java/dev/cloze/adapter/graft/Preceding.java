package dev.cloze.adapter.graft;

import dev.cloze.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The virtual tokens that an encoder reads first.
 *
 * @param first id of the first of them
 * @param count how many there are
 */
public record Preceding(int first, int count) {

    /** None. */
    public static final Preceding NONE = new Preceding(0, 0);

    /** {@code [batch, length] -> [batch, count + length]}. */
    Tensor before(Tensor tokens) {
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = first + i;
        }
        Tensor own = Tensors.of(ids, 1, count).to(tokens.device(), ScalarType.Long);
        return torch.cat(new TensorVector(own.expand(tokens.size(0), count), tokens), 1);
    }
}
