package dev.cloze.adapter.inject;

import dev.cloze.nn.Embedding;
import dev.cloze.nn.ForwardPass;
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
 */
public record LoraEmbedding(Embedding base, LowRankUpdate update) implements Embedding {

    @Override
    public Tensor apply(Tensor ids, ForwardPass pass) {
        return Scopes.keep(() -> {
            Tensor plain = base.apply(ids, pass); // [.., dModel]
            Tensor narrow = torch.embedding(update.down().t(), ids).mul(new Scalar(update.scale())); // [.., rank]
            return plain.add(torch.linear(narrow, update.up()).to(Tensors.type(plain)));
        });
    }

    @Override
    public Tensor table() {
        return base.table();
    }
}
