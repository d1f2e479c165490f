package dev.cloze.adapter.graft;

import dev.cloze.nn.Embedding;
import dev.cloze.tensor.Tensors;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * An embedding whose ids go on after the vocabulary: {@code vocab}, {@code vocab + 1}, … have learned vectors of their own.
 *
 * @param plain the model's embedding
 * @param vocab its rows
 * @param own the learned vectors, {@code [tokens, dModel]}
 */
public record VirtualTokens(Embedding plain, int vocab, Supplier<Tensor> own) implements Embedding {

    @Override
    public Tensor apply(Tensor ids) {
        Tensor places = ids.sub(new Scalar(vocab)); // [..], negative for real ids
        Tensor real = plain.apply(ids.clamp_max(new Scalar(vocab - 1)));
        Tensor learned =
                torch.embedding(own.get(), places.clamp_min(new Scalar(0))).to(Tensors.type(real));
        return torch.where(places.ge(new Scalar(0)).unsqueeze(-1), learned, real); // [.., dModel]
    }

    @Override
    public Tensor table() {
        return plain.table();
    }
}
