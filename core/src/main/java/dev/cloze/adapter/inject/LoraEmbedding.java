package dev.cloze.adapter.inject;

import dev.cloze.nn.Embedding;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.OwnRows;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * An embedding with LoRA's update beside it: an id's column of {@code down} goes through {@code up}. A head that shares the
 * embedding's table does not see it.
 *
 * @param base the embedding
 * @param update what is added: {@code [rank, vocab]} and {@code [dModel, rank]}
 * @param rows whose update it is
 */
public record LoraEmbedding(Embedding base, LowRankUpdate update, OwnRows rows) implements Embedding {

    @Override
    public Tensor apply(Tensor ids, ForwardPass pass) {
        return Scopes.keep(() -> {
            Tensor plain = base.apply(ids, pass); // [.., dModel]
            return rows.joined(plain, ids, pass, (y, own) -> y.add(updates(own).to(Tensors.type(y))));
        });
    }

    // [..] -> [.., dModel]
    private Tensor updates(Tensor ids) {
        Tensor narrow = torch.embedding(update.down().t(), ids).mul(new Scalar(update.scale())); // [.., rank]
        return torch.linear(narrow, update.up());
    }

    @Override
    public Tensor table() {
        return base.table();
    }
}
