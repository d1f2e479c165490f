package dev.cloze.checkpoint.convert;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.Shown;
import dev.cloze.checkpoint.tensors.OutgoingTensor;
import dev.cloze.tensor.Initialiser;
import java.util.List;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Gives the embedding and the head of a model another number of rows. Rows that stay keep their values, with the last ones
 * cut off where there are fewer.
 *
 * @param rows how many
 * @param newRows what the added ones hold
 * @param seed of what is drawn
 */
public record VocabularySize(int rows, NewRows newRows, Seed seed) implements ModelChange {

    private static final int MOST_ROWS = 1 << 24;

    // Everything that has a row for each id, under the names of the networks.
    private static final List<String> NAMES = List.of(
            "shared.weight",
            "lm_head.weight",
            "model.shared.weight",
            "transformer.wte.weight",
            "bert.embeddings.word_embeddings.weight",
            "cls.predictions.bias",
            "final_logits_bias");

    /** What added rows hold. */
    public enum NewRows {
        /** The mean of the rows there were: at first a new id is as likely as an id is on average, and says nothing. */
        MEAN,
        /** Draws from a normal distribution with the mean and deviation that each column had. */
        NORMAL
    }

    /** Checks the number of rows. */
    public VocabularySize {
        Refusal.require(1 <= rows && rows <= MOST_ROWS, "a vocabulary must have 1 to %d rows, got %d", MOST_ROWS, rows);
    }

    @Override
    public void apply(ModelDraft draft) {
        int before = draft.parsed().vocab();
        draft.config().put("vocab_size", rows);
        draft.replaceAll((name, tensor) -> NAMES.contains(name) ? resized(name, tensor, before) : tensor);
    }

    private OutgoingTensor resized(String name, OutgoingTensor tensor, int before) {
        long[] shape = tensor.shape();
        int axis = name.equals("final_logits_bias") ? 1 : 0;
        if (axis >= shape.length || shape[axis] != before) {
            throw Refusal.at(Shown.of(name), "must have vocab_size = %d rows", before);
        }
        shape[axis] = rows;
        return new OutgoingTensor(tensor.type(), shape, () -> values(name, tensor.values(), axis));
    }

    private Tensor values(String name, Tensor old, int axis) {
        long before = old.size(axis);
        if (rows <= before) {
            return old.narrow(axis, 0, rows);
        }
        Tensor exact = old.to(ScalarType.Float);
        long[] shape = exact.shape();
        shape[axis] = rows - before;
        Tensor mean = mean(exact, axis);
        Tensor added = newRows == NewRows.MEAN
                ? mean.expand(shape)
                : mean.add(noise(name, shape)
                        .mul(mean(exact.sub(mean).square(), axis).sqrt()));
        return torch.cat(new TensorVector(old, added.to(old.scalar_type())), axis);
    }

    private static Tensor mean(Tensor values, int axis) {
        return values.mean(new long[] {axis}, true, new ScalarTypeOptional());
    }

    private Tensor noise(String name, long[] shape) {
        Tensor draws = torch.empty(shape);
        Initialiser.normal(1).fill(draws, seed.split("vocabulary").split(name));
        return draws;
    }
}
