package dev.cloze.nn;

import dev.cloze.Refusal;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Scopes;
import org.bytedeco.pytorch.Tensor;

/** T5's attention (Raffel et al. 2020, §2.1): no scaling by 1/√dKv, no biases; the scale is folded into the initialiser. */
public final class Attention {

    private final Shape shape;
    private final Projection query; // [heads·dKv, dModel]
    private final Projection key; // [heads·dKv, dModel]
    private final Projection value; // [heads·dKv, dModel]
    private final Projection output; // [dModel, heads·dKv]

    /** The attention whose projections are called {@code q, k, v, o}. */
    public Attention(Weights weights, Shape shape) {
        this.shape = shape;
        int dModel = shape.dModel();
        int inner = shape.inner();
        double factor = shape.factor();
        Initialiser wide = Initialiser.normal(factor * Math.pow(dModel, -0.5));
        query = weights.projection(
                "q", dModel, inner, Initialiser.normal(factor * Math.pow((double) dModel * shape.dKv(), -0.5)));
        key = weights.projection("k", dModel, inner, wide);
        value = weights.projection("v", dModel, inner, wide);
        output = weights.projection("o", inner, dModel, Initialiser.normal(factor * Math.pow(inner, -0.5)));
    }

    /**
     * Its sizes.
     *
     * @param dModel width of the stream
     * @param heads number of heads
     * @param dKv width of a head
     * @param factor scales the first values of the weights
     */
    public record Shape(int dModel, int heads, int dKv, double factor) {

        /** Checks that the sizes are positive. */
        public Shape {
            Refusal.require(
                    dModel > 0 && heads > 0 && dKv > 0, "sizes must be positive, got %d, %d, %d", dModel, heads, dKv);
        }

        /** Width of all heads together. */
        public int inner() {
            return Math.multiplyExact(heads, dKv);
        }
    }

    /**
     * Keys and values of a sequence, projected once.
     *
     * @param keys {@code [batch, heads, length, dKv]}
     * @param values {@code [batch, heads, length, dKv]}
     */
    public record KeysValues(Tensor keys, Tensor values) {}

    /** Its sizes. */
    public Shape shape() {
        return shape;
    }

    /** {@code [batch, length, dModel]} to keys and values. */
    public KeysValues keysValues(Tensor x) {
        return new KeysValues(Scopes.keep(() -> split(key.apply(x))), Scopes.keep(() -> split(value.apply(x))));
    }

    /** {@code [batch, query, dModel] -> [batch, query, dModel]}. */
    public Tensor forward(Tensor x, KeysValues source, ScoreBias bias, ForwardPass pass) {
        return Scopes.keep(() -> {
            Tensor queries = Scopes.keep(() -> split(query.apply(x))); // [batch, heads, query, dKv]
            return output.apply(merge(attend(queries, source, bias, pass)));
        });
    }

    /** {@code softmax(queries · keysᵀ + bias) · values}: {@code [batch, heads, query, dKv] -> [batch, heads, query, dKv]}. */
    static Tensor attend(Tensor queries, KeysValues source, ScoreBias bias, ForwardPass pass) {
        // The scores are the largest tensor of a block: their scope ends before the values are read.
        Tensor weights = Scopes.keep(() -> {
            Tensor scores = queries.matmul(source.keys().transpose(-1, -2)); // [batch, heads, query, key]
            return pass.drop("weights", bias.addInto(scores).softmax(-1));
        });
        return weights.matmul(source.values());
    }

    // Contiguous, because a product over strided keys transposes them value by value.
    private Tensor split(Tensor x) {
        return x.view(x.size(0), x.size(1), shape.heads(), shape.dKv())
                .transpose(1, 2)
                .contiguous(); // [batch, heads, length, dKv]
    }

    private Tensor merge(Tensor x) {
        return x.transpose(1, 2).reshape(x.size(0), x.size(2), shape.inner()); // [batch, length, heads·dKv]
    }
}
