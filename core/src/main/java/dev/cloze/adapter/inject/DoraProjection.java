package dev.cloze.adapter.inject;

import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.OwnRows;
import dev.cloze.nn.Projection;
import dev.cloze.tensor.Scopes;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A map {@code V = W + s · B A} whose rows have learned lengths (Liu et al. 2024, eq. 5 and §4.3):
 * {@code y = W x + b + (m / |V| - 1) · W x + (m / |V|) · s · B A x}, with no gradient through {@code |V|}.
 *
 * @param path the map's name
 * @param base the map, with its bias
 * @param matrix its matrix, {@code [out, in]}
 * @param update what is added
 * @param length the learned lengths, {@code [out]}
 * @param dropout share of values that all beside the map does not read while training
 * @param rows whose map it is
 */
public record DoraProjection(
        String path, Projection base, Tensor matrix, LowRankUpdate update, Tensor length, double dropout, OwnRows rows)
        implements Projection.Adapted {
    @Override
    public Tensor apply(Tensor x, ForwardPass pass) {
        return rows.joined(base.apply(x, pass), x, pass, (y, own) -> lengthened(y, own, pass));
    }

    private Tensor lengthened(Tensor y, Tensor x, ForwardPass pass) {
        return Scopes.keep(() -> {
            Tensor part = pass.dropInjected(path, dropout, x);
            Tensor share = length.div(update.lengthsWith(matrix)); // [out]
            Tensor more = torch.linear(part, matrix).mul(share.sub(new Scalar(1)));
            return y.add(more).add(update.apply(part).mul(share)); // [.., out]
        });
    }
}
