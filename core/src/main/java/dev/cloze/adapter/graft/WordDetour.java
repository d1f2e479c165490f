package dev.cloze.adapter.graft;

import dev.cloze.nn.Embedding;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * An embedding with LoRA's detour beside it: an id's column of {@code down} goes through {@code up}. A head that shares the
 * embedding's table does not see it.
 *
 * @param base the embedding
 * @param detour what is added: {@code [rank, vocab]} and {@code [dModel, rank]}
 */
public record WordDetour(Embedding base, LowRank detour) implements Embedding {

    @Override
    public Tensor apply(Tensor ids) {
        return Scopes.keep(() -> {
            Tensor plain = base.apply(ids); // [.., dModel]
            Tensor narrow = torch.embedding(detour.down().t(), ids).mul(new Scalar(detour.scale())); // [.., rank]
            return plain.add(torch.linear(narrow, detour.up()).to(Tensors.type(plain)));
        });
    }

    @Override
    public Tensor table() {
        return base.table();
    }
}
