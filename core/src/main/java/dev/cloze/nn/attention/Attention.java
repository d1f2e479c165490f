package dev.cloze.nn.attention;

import dev.cloze.Refusal;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Projection;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Attention over several heads (Vaswani et al. 2017, §3.2.2). */
public final class Attention implements SelfAttention {

    private final Projections projections;
    private final Heads heads;
    private final double scale;

    /** The attention with these projections; queries are multiplied by {@code scale} first. */
    public Attention(Projections projections, Heads heads, double scale) {
        this.projections = projections;
        this.heads = heads;
        this.scale = scale;
    }

    /**
     * T5's attention (Raffel et al. 2020, §2.1), with projections called {@code q, k, v, o}: no biases, and no scale, which
     * the first values of {@code q} make up for.
     */
    public static Attention t5(Weights weights, int dModel, Heads heads, double factor) {
        Drawn drawn = Drawn.t5(dModel, heads, factor);
        return new Attention(
                new Projections(
                        weights.projection("q", dModel, heads.inner(), drawn.query()),
                        weights.projection("k", dModel, heads.inner(), drawn.keyValue()),
                        weights.projection("v", dModel, heads.inner(), drawn.keyValue()),
                        weights.projection("o", heads.inner(), dModel, drawn.output())),
                heads,
                1);
    }

    /**
     * Its four linear maps.
     *
     * @param query {@code [heads·width, dModel]}
     * @param key {@code [heads·width, dModel]}
     * @param value {@code [heads·width, dModel]}
     * @param output {@code [dModel, heads·width]}
     */
    public record Projections(Projection query, Projection key, Projection value, Projection output) {}

    /**
     * Its heads.
     *
     * @param count number of heads
     * @param width width of a head
     */
    public record Heads(int count, int width) {

        /** Checks that the sizes are positive. */
        public Heads {
            Refusal.require(count > 0 && width > 0, "heads and their width must be positive, got %d, %d", count, width);
        }

        /** Heads that share {@code dModel} evenly. */
        public static Heads of(int dModel, int count) {
            Refusal.require(dModel % count == 0, "%d heads must divide the width, got %d", count, dModel);
            return new Heads(count, dModel / count);
        }

        /** Width of all heads together. */
        public int inner() {
            return Math.multiplyExact(count, width);
        }

        // Contiguous, because a product over strided keys transposes them value by value.
        Tensor split(Tensor x) {
            return x.view(x.size(0), x.size(1), count, width)
                    .transpose(1, 2)
                    .contiguous(); // [batch, heads, length, width]
        }

        /** Heads as a batch: {@code [.., heads·width] -> [items · heads, query, width]}, each item of so many queries. */
        Tensor flat(Tensor x, long queries) {
            return x.view(-1, queries, count, width).transpose(1, 2).reshape(-1, queries, width);
        }

        /** Back again: {@code [items · heads, query, width] -> [items, query, heads·width]}. */
        Tensor unflat(Tensor x) {
            long queries = x.size(1);
            return x.view(-1, count, queries, width).transpose(1, 2).reshape(-1, queries, inner());
        }

        /** As {@link #flat}, with each head's places side by side: {@code [items · heads, width, length]}. */
        Tensor turned(Tensor x) {
            return x.view(x.size(0), x.size(1), count, width)
                    .permute(0, 2, 3, 1)
                    .reshape(-1, width, x.size(1));
        }

        Tensor merge(Tensor x) {
            return x.transpose(1, 2).reshape(x.size(0), x.size(2), inner()); // [batch, length, heads·width]
        }

        /** {@code 1/√width}. */
        public double scale() {
            return Math.pow(width, -0.5);
        }
    }

    /**
     * Keys and values of a sequence, projected once.
     *
     * @param keys {@code [batch, heads, length, width]}
     * @param values {@code [batch, heads, length, width]}
     */
    public record KeysValues(Tensor keys, Tensor values) {

        /** Each row {@code times} times, side by side: {@code [batch · times, heads, length, width]}. */
        public KeysValues repeated(long times) {
            return times == 1 ? this : new KeysValues(repeated(keys, times), repeated(values, times));
        }

        private static Tensor repeated(Tensor x, long times) {
            return x.repeat_interleave(times, new LongOptional(0), new LongOptional());
        }
    }

    /** As {@link #t5}, of a sequence to itself: in inference {@code q}, {@code k} and {@code v} are one product where that is faster. */
    public static SelfAttention t5Self(Weights weights, int dModel, Heads heads) {
        Drawn drawn = Drawn.t5(dModel, heads, 1);
        Map<String, Initialiser> inward = new LinkedHashMap<>();
        inward.put("q", drawn.query());
        inward.put("k", drawn.keyValue());
        inward.put("v", drawn.keyValue());
        Optional<Projection> joint = weights.joint(inward, dModel, heads.inner());
        return joint.isPresent()
                ? new JointAttention(
                        joint.get(), weights.projection("o", heads.inner(), dModel, drawn.output()), heads, 1)
                : t5(weights, dModel, heads, 1);
    }

    /** First values of T5's projections. */
    private record Drawn(Initialiser query, Initialiser keyValue, Initialiser output) {

        static Drawn t5(int dModel, Heads heads, double factor) {
            return new Drawn(
                    Initialiser.normal(factor * Math.pow((double) dModel * heads.width(), -0.5)),
                    Initialiser.normal(factor * Math.pow(dModel, -0.5)),
                    Initialiser.normal(factor * Math.pow(heads.inner(), -0.5)));
        }
    }

    @Override
    public Heads heads() {
        return heads;
    }

    /** {@code [batch, length, dModel]} to keys and values. */
    public KeysValues keysValues(Tensor x, ForwardPass pass) {
        return new KeysValues(
                Scopes.keep(() -> heads.split(projections.key().applyForAttention(x, pass))),
                Scopes.keep(() -> heads.split(projections.value().applyForAttention(x, pass))));
    }

    @Override
    public ScalarType type(ScalarType stream) {
        return projections.key().attentionType(stream);
    }

    @Override
    public Tensor self(Tensor x, UnaryOperator<KeysValues> memory, ScoreBias bias, ForwardPass pass) {
        return forward(x, memory.apply(keysValues(x, pass)), bias, pass);
    }

    @Override
    public Tensor step(Tensor x, KeyValueCache memory, int from, Tensor bias, ForwardPass pass) {
        return Scopes.keep(() -> {
            memory.append(from, keysValues(x, pass));
            int length = from + Math.toIntExact(x.size(1));
            return projections.output().apply(memory.attend(scaled(x, pass), length, bias), pass);
        });
    }

    /** Keys and values as {@link #across} reads them. */
    public Source source(Tensor x, ForwardPass pass) {
        return new Source(
                Scopes.keep(() -> heads.flat(projections.key().applyForAttention(x, pass), x.size(1))
                        .transpose(1, 2)),
                Scopes.keep(() -> heads.turned(projections.value().applyForAttention(x, pass))
                        .transpose(1, 2)));
    }

    /**
     * What new tokens see of another sequence, without gradients: {@code [rows, new, dModel] -> [rows, new, dModel]}. Rows that
     * look at the same item stand side by side as its queries, so its keys and values are there once.
     */
    public Tensor across(Tensor x, Source source, Optional<Tensor> bias, ForwardPass pass) {
        return Scopes.keep(() -> {
            long items = source.values().size(0) / heads.count();
            Tensor asked = scaled(x, pass).to(Tensors.type(source.values()));
            Tensor flat = heads.flat(asked, x.size(0) * x.size(1) / items); // [items · heads, query, width]
            Tensor scores = torch.bmm(flat, source.keys()); // [items · heads, query, key]
            bias.ifPresent(hidden -> scores.view(items, heads.count(), scores.size(1), scores.size(2))
                    .add_(hidden));
            Tensor seen = torch.bmm(scores.softmax(-1), source.values()); // [items · heads, query, width]
            return projections.output().apply(heads.unflat(seen).view(x.size(0), x.size(1), heads.inner()), pass);
        });
    }

    /**
     * A sequence to be looked at, projected once, heads as a batch. Both lie the other way round than they are indexed: when they come
     * from memory and not from the cache, products of one query read them in three quarters of the time.
     *
     * @param keys {@code [items · heads, width, length]}
     * @param values {@code [items · heads, length, width]}
     */
    public record Source(Tensor keys, Tensor values) {}

    /** {@code [batch, query, dModel] -> [batch, query, dModel]}. */
    public Tensor forward(Tensor x, KeysValues source, ScoreBias bias, ForwardPass pass) {
        return Scopes.keep(() -> {
            Tensor queries = queries(x, pass); // [batch, heads, query, width]
            return projections.output().apply(heads.merge(attend(queries, source, bias, pass)), pass);
        });
    }

    /** {@code softmax(queries · keysᵀ + bias) · values}: {@code [batch, heads, query, width] -> [batch, heads, query, width]}. */
    static Tensor attend(Tensor queries, KeysValues source, ScoreBias bias, ForwardPass pass) {
        return QueryBlocks.needed(queries, source, pass)
                ? QueryBlocks.attend(queries, source, bias, pass)
                : attendAtOnce(queries, source, bias, pass);
    }

    /** As {@link #attend}, all scores at once. */
    static Tensor attendAtOnce(Tensor queries, KeysValues source, ScoreBias bias, ForwardPass pass) {
        // The scores are the largest tensor of a block: their scope ends before the values are read.
        Tensor weights = Scopes.keep(() -> {
            Tensor asked = queries.to(Tensors.type(source.keys()));
            Tensor scores = asked.matmul(source.keys().transpose(-1, -2)); // [batch, heads, query, key]
            return pass.drop("weights", bias.addInto(scores).softmax(-1));
        });
        return weights.matmul(source.values());
    }

    private Tensor queries(Tensor x, ForwardPass pass) {
        return Scopes.keep(() -> heads.split(scaled(x, pass)));
    }

    private Tensor scaled(Tensor x, ForwardPass pass) {
        Tensor queries = projections.query().applyForAttention(x, pass); // [batch, query, heads·width]
        return scale == 1 ? queries : queries.mul(new Scalar(scale));
    }
}
