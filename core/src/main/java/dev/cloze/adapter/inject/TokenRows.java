package dev.cloze.adapter.inject;

import dev.cloze.Refusal;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Lifetime;
import dev.cloze.tensor.Tensors;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Rows that stand in the place of some of a table's, which keeps its own.
 *
 * @param rows {@code [tokens, dModel]}
 * @param ids whose they are, {@code [tokens]}
 * @param slots for each id of the vocabulary its row here, -1 without one: {@code [vocab]}
 */
record TokenRows(Tensor rows, Tensor ids, Tensor slots) {

    private static final String NAME = "token_adapter.trainable_tokens_delta";

    /** Those of {@code tokens} in {@code table}, {@code [vocab, dModel]}; they begin as the table has them. */
    static TokenRows of(Weights own, List<Integer> tokens, Tensor table) {
        long vocab = table.size(0);
        tokens.forEach(id -> Refusal.require(
                id >= 0 && id < vocab, "trainable_token_indices must be ids below %d, got %d", vocab, id));
        try (PointerScope scope = new PointerScope()) {
            int[] all = tokens.stream().mapToInt(Integer::intValue).toArray();
            Tensor ids = Lifetime.held(Tensors.of(all, all.length).to(table.device(), ScalarType.Long));
            Tensor slots = Lifetime.held(torch.full(new long[] {vocab}, new Scalar(-1), ids.options()));
            slots.index_copy_(0, ids, torch.arange(new Scalar((long) all.length), ids.options()));
            Tensor rows =
                    own.parameter(NAME, Initialiser.copyOf(table.index_select(0, ids)), tokens.size(), table.size(1));
            return new TokenRows(rows, ids, slots);
        }
    }

    /** {@code [.., dModel]} vectors of {@code tokens}, {@code [..]}, with these rows' in their places. */
    Tensor into(Tensor vectors, Tensor tokens) {
        Tensor slot = slots.index_select(0, tokens.reshape(-1)).view(tokens.shape()); // [..]
        Tensor own = torch.embedding(rows, slot.clamp_min(new Scalar(0))).to(Tensors.type(vectors)); // [.., dModel]
        return torch.where(slot.ge(new Scalar(0)).unsqueeze(-1), own, vectors);
    }

    /** {@code [.., vocab]} products of {@code x}, {@code [.., dModel]}, with these rows' in their places. */
    Tensor intoProducts(Tensor products, Tensor x) {
        Tensor own = torch.linear(x.to(Tensors.type(rows)), rows).to(Tensors.type(products)); // [.., tokens]
        return products.index_copy(-1, ids, own);
    }

    /** {@code [vocab, dModel]} with these rows in their places. */
    Tensor intoTable(Tensor table) {
        return table.index_copy(0, ids, rows.to(Tensors.type(table)));
    }
}
