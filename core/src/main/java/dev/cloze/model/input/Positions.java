package dev.cloze.model.input;

import dev.cloze.Refusal;
import dev.cloze.batch.IdMatrix;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Where tokens stand in their text, for models that learn a vector for each place. */
public sealed interface Positions permits Positions.Counted, Positions.Given, Positions.Shifted {

    /** The place in the row, counted from 0. */
    Positions COUNTED = new Counted();

    /** The rows of {@code table} for tokens {@code from} to {@code from + length}, {@code offset} rows further on. */
    Tensor embed(Tensor table, long offset, long from, long length);

    /** These, after {@code count} more tokens that stand first in each row. */
    Positions after(int count);

    /** The positions of a batch, in the cheapest form that says the same. */
    static Positions of(IdMatrix ids, ComputeDevice device) {
        int[] counted = new int[ids.rows() * ids.columns()];
        Arrays.setAll(counted, i -> i % ids.columns());
        if (Arrays.equals(counted, ids.shared())) {
            return COUNTED;
        }
        int length = Arrays.stream(ids.shared()).max().orElse(-1) + 1;
        return new Given(Tensors.of(ids, device), length);
    }

    private static void requirePlaces(long places, long tokens) {
        Refusal.require(tokens <= places, "a text may have %d tokens, got %d", places, tokens);
    }

    /** Counted from 0 in every row. */
    record Counted() implements Positions {
        @Override
        public Tensor embed(Tensor table, long offset, long from, long length) {
            requirePlaces(table.size(0) - offset, from + length);
            return table.narrow(0, offset + from, length).unsqueeze(0); // [1, length, dModel]
        }

        @Override
        public Positions after(int count) {
            return this;
        }
    }

    /**
     * Given one by one.
     *
     * @param ids {@code [batch, length]}
     * @param longest tokens of the longest text: what is above all ids
     */
    record Given(Tensor ids, int longest) implements Positions {
        @Override
        public Tensor embed(Tensor table, long offset, long from, long length) {
            requirePlaces(table.size(0) - offset, longest);
            Tensor rows = ids.narrow(1, from, length).add(new Scalar(offset));
            return torch.embedding(table, rows); // [batch, length, dModel]
        }

        @Override
        public Positions after(int count) {
            Tensor first = torch.arange(new Scalar(count), ids.options()).expand(ids.size(0), -1);
            return new Given(torch.cat(new TensorVector(first, ids.add(new Scalar(count))), 1), longest + count);
        }
    }

    /**
     * Counted from 0 after some places that are not read; rows that are read in vain may go on beyond the table.
     *
     * @param skipped how many there are in each row, {@code [batch, 1]}
     */
    record Shifted(Tensor skipped) implements Positions {
        @Override
        public Tensor embed(Tensor table, long offset, long from, long length) {
            Tensor places = torch.arange(new Scalar(from), new Scalar(from + length), skipped.options())
                    .sub(skipped)
                    .clamp(
                            new ScalarOptional(new Scalar(0)),
                            new ScalarOptional(new Scalar(table.size(0) - offset - 1))); // [batch, length]
            return torch.embedding(table, places.add(new Scalar(offset))); // [batch, length, dModel]
        }

        @Override
        public Positions after(int count) {
            throw new IllegalStateException("tokens go between padding and a prompt, by Prompts.after");
        }
    }
}
