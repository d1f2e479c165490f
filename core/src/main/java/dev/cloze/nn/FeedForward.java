package dev.cloze.nn;

import dev.cloze.Refusal;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Scopes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** T5's position-wise feed-forward layer, plain (Raffel et al. 2020, §2.1) or gated (Shazeer 2020, eq. 6). */
public sealed interface FeedForward permits FeedForward.Plain, FeedForward.Gated, FeedForward.JointGated, Experts {

    /** {@code [batch, length, dModel] -> [batch, length, dModel]}. */
    Tensor forward(Tensor x, ForwardPass pass);

    /**
     * Its sizes.
     *
     * @param dModel width of the stream
     * @param dFf width inside
     * @param activation the bend
     * @param gated whether a second projection multiplies the bent one
     * @param factor scales the first values of the weights
     */
    record Shape(int dModel, int dFf, Activation activation, boolean gated, double factor) {

        /** Checks that the sizes are positive. */
        public Shape {
            Refusal.require(dModel > 0 && dFf > 0, "dModel and dFf must be positive, got %d and %d", dModel, dFf);
        }
    }

    /** The layer of that shape, with T5's names {@code wi} or {@code wi_0} and {@code wi_1}, and {@code wo}. */
    static FeedForward of(Weights weights, Shape shape) {
        return of(weights, shape, Initialiser.normal(shape.factor() * Math.pow(shape.dFf(), -0.5)));
    }

    /** As {@link #of(Weights, Shape)}, with other first values of {@code wo}. */
    static FeedForward of(Weights weights, Shape shape, Initialiser out) {
        Initialiser in = Initialiser.normal(shape.factor() * Math.pow(shape.dModel(), -0.5));
        Projection down = weights.projection("wo", shape.dFf(), shape.dModel(), out);
        if (!shape.gated()) {
            return new Plain(weights.projection("wi", shape.dModel(), shape.dFf(), in), down, shape.activation());
        }
        Map<String, Initialiser> inward = new LinkedHashMap<>();
        inward.put("wi_0", in);
        inward.put("wi_1", in);
        Optional<Projection> joint = weights.joint(inward, shape.dModel(), shape.dFf());
        if (joint.isPresent()) {
            return new JointGated(joint.get(), down, shape);
        }
        Projection gate = weights.projection("wi_0", shape.dModel(), shape.dFf(), in);
        Projection up = weights.projection("wi_1", shape.dModel(), shape.dFf(), in);
        return new Gated(gate, up, down, shape.activation());
    }

    /**
     * {@code wo(activation(wi x))}.
     *
     * @param up {@code [dFf, dModel]}
     * @param down {@code [dModel, dFf]}
     * @param activation the bend
     */
    record Plain(Projection up, Projection down, Activation activation) implements FeedForward {
        @Override
        public Tensor forward(Tensor x, ForwardPass pass) {
            return Scopes.keep(() -> down.apply(pass.drop("inner", activation.apply(up.apply(x, pass))), pass));
        }
    }

    /**
     * {@code wo(activation(wi_0 x) · wi_1 x)}.
     *
     * @param gate {@code [dFf, dModel]}
     * @param up {@code [dFf, dModel]}
     * @param down {@code [dModel, dFf]}
     * @param activation the bend
     */
    record Gated(Projection gate, Projection up, Projection down, Activation activation) implements FeedForward {
        @Override
        public Tensor forward(Tensor x, ForwardPass pass) {
            return Scopes.keep(() -> {
                Tensor inner = activation.apply(gate.apply(x, pass)).mul(up.apply(x, pass)); // [batch, length, dFf]
                return down.apply(pass.drop("inner", inner), pass);
            });
        }
    }

    /**
     * As {@link Gated}, with both maps inwards as one product.
     *
     * @param up {@code [2·dFf, dModel]}, the gate first
     * @param down {@code [dModel, dFf]}
     * @param shape the sizes
     */
    record JointGated(Projection up, Projection down, Shape shape) implements FeedForward {

        // Rows at a time: what is made of them on the way stays in the processor's cache.
        private static final long CHUNK = 256;

        @Override
        public Tensor forward(Tensor x, ForwardPass pass) {
            Tensor flat = x.reshape(-1, shape.dModel());
            long rows = flat.size(0);
            if (rows <= CHUNK || pass.training() || pass.adapters().mixed()) {
                return inner(x, pass);
            }
            return Scopes.keep(() -> {
                Tensor result = torch.empty_like(flat); // [rows, dModel]
                for (long from = 0; from < rows; from += CHUNK) {
                    long first = from;
                    long count = Math.min(CHUNK, rows - from);
                    Scopes.withoutGradient(
                            () -> result.narrow(0, first, count).copy_(inner(flat.narrow(0, first, count), pass)));
                }
                return result.view(x.shape());
            });
        }

        private Tensor inner(Tensor x, ForwardPass pass) {
            return Scopes.keep(() -> {
                Tensor both = up.apply(x, pass); // [.., 2·dFf]
                Tensor gate = both.narrow(-1, 0, shape.dFf());
                Tensor inner = shape.activation().times(gate, both.narrow(-1, shape.dFf(), shape.dFf()));
                return down.apply(pass.drop("inner", inner), pass);
            });
        }
    }
}
