package dev.cloze.nn;

import dev.cloze.tensor.Tensors;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * An embedding with more ids than its vocabulary: {@code first}, {@code first + 1}, … have learned vectors of their own.
 *
 * @param plain the model's embedding
 * @param first their first id, which no id of the embedding reaches
 * @param own the learned vectors, {@code [tokens, dModel]}
 */
public record VirtualTokens(Embedding plain, int first, Supplier<Tensor> own) implements Embedding {

    @Override
    public Tensor apply(Tensor ids, ForwardPass pass) {
        Tensor virtual = ids.ge(new Scalar(first)); // [..]
        Tensor real = plain.apply(ids.masked_fill(virtual, new Scalar(0)), pass);
        Tensor places = ids.sub(new Scalar(first)).clamp_min(new Scalar(0));
        Tensor learned = torch.embedding(own.get(), places).to(Tensors.type(real));
        return torch.where(virtual.unsqueeze(-1), learned, real); // [.., dModel]
    }

    @Override
    public Tensor table() {
        return plain.table();
    }
}
