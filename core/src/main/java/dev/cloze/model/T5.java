package dev.cloze.model;

import dev.cloze.model.config.T5Config;
import dev.cloze.model.input.DecoderInput;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.nn.Embedding;
import dev.cloze.nn.FeedForward;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Head;
import dev.cloze.nn.Prefix;
import dev.cloze.nn.Projection;
import dev.cloze.nn.Residual;
import dev.cloze.nn.RmsNorm;
import dev.cloze.nn.Weights;
import dev.cloze.nn.attention.Attention;
import dev.cloze.nn.attention.KeyValueCache;
import dev.cloze.nn.attention.Prefixes;
import dev.cloze.nn.attention.RelativePositionBias;
import dev.cloze.nn.attention.ScoreBias;
import dev.cloze.nn.attention.Segments;
import dev.cloze.nn.attention.SelfAttention;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * T5 (Raffel et al. 2020, §2.1) and what has its shape: T5 v1.1, mT5 (Xue et al. 2021), UMT5 (Chung et al. 2023), ByT5
 * (Xue et al. 2022), Flan-T5, T0 and UL2 (Tay et al. 2022). An encoder and a decoder of pre-norm blocks without biases,
 * with relative positions in the self-attention. Weights have Hugging Face's names.
 */
public final class T5 implements Seq2SeqModel {

    private final T5Config config;
    private final T5Encoder encoder;
    private final Embedding written;
    private final Head head;
    private final List<DecoderBlock> decoder = new ArrayList<>();
    private final Prefixes prefixes;
    private final RmsNorm decoderNorm;

    private T5(T5Parts parts, Weights weights) {
        config = parts.config();
        T5Config.Shape shape = config.shape();
        Embedding table = weights.embedding("shared", config.vocab(), shape.dModel(), Initialiser.normal(1));
        encoder = new T5Encoder(parts, weights, table);
        written = weights.at("decoder").words("embed_tokens", table, 1);
        for (int i = 0; i < shape.decoderLayers(); i++) {
            decoder.add(new DecoderBlock(parts, weights.at("decoder.block." + i + ".layer"), i));
        }
        prefixes = new Prefixes(decoder.stream().map(block -> block.prefix).toList());
        decoderNorm = parts.norm(weights.at("decoder"), "final_layer_norm");
        boolean own = !config.head().tied() || weights.stored("lm_head.weight");
        // As T5X draws it. Differs from transformers' N(0, 1), under which a new model loses six times ln(vocab).
        Initialiser fanIn = Initialiser.normal(Math.pow(shape.dModel(), -0.5));
        Projection map = own
                ? weights.head("lm_head", shape.dModel(), config.vocab(), fanIn)
                : weights.head("lm_head", table.table());
        head = new Head(map, config.vocab());
    }

    /** The model of that shape, its weights asked for by name. */
    public static T5 build(T5Config config, Weights weights) {
        return build(T5Parts.dense(config), weights);
    }

    /** As {@link #build(T5Config, Weights)}, with other feed-forward layers. */
    static T5 build(T5Parts parts, Weights weights) {
        return new T5(parts, weights);
    }

    /** Its shape. */
    public T5Config config() {
        return config;
    }

    @Override
    public int decoderStart() {
        return config.ids().decoderStart();
    }

    @Override
    public Tensor encode(EncoderInput input, ForwardPass pass) {
        return encoder.encode(input, pass);
    }

    @Override
    public Tensor decode(DecoderInput input, Tensor encoded, Segments source, ForwardPass whole) {
        ForwardPass pass = whole.at("decoder");
        Tensor x = pass.drop("input", written.apply(input.tokens(), pass)); // [batch, target, dModel]
        int length = Math.toIntExact(x.size(1));
        ScoreBias mask = input.segments().maskFor(input.segments(), Tensors.type(x));
        Across across = new Across(encoded, source.maskFor(input.segments(), Tensors.type(x)));
        int before = prefixes.length();
        ScoreBias own = mask;
        for (int i = 0; i < decoder.size(); i++) {
            DecoderBlock block = decoder.get(i);
            pass.show("decoder." + i, x);
            own = block.positions.isPresent()
                    ? mask.after(before)
                            .plus(block.positions.get().causal(before, length, before + length))
                            .over(x.size(0))
                    : own;
            x = block.forward(x, own, across, pass.at(i));
        }
        Tensor hidden = pass.drop("output", decoderNorm.forward(x));
        pass.show("decoder", hidden);
        return scaled(hidden);
    }

    @Override
    public Head head() {
        return head;
    }

    @Override
    public DecoderState start(Tensor encoded, Segments source, DecoderState.Shape shape, ForwardPass pass) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            List<IntFunction<Tensor>> positions = decoder.stream()
                    .flatMap(block -> block.positions.stream())
                    .<IntFunction<Tensor>>map(table -> tokens -> table.forward(tokens, 1, tokens + 1))
                    .toList();
            return beginning().start(new DecoderStart.Encoded(encoded, source, pass), shape, positions);
        }
    }

    @Override
    public int[] join(DecoderState state, Tensor encoded, Segments source, int length, ForwardPass pass) {
        return beginning().join(state, new DecoderStart.Encoded(encoded, source, pass), length);
    }

    private DecoderStart beginning() {
        return new DecoderStart(decoder.stream().map(block -> block.cross).toList(), prefixes);
    }

    @Override
    public Tensor step(DecoderState state, Tensor newIds) {
        state.require(newIds.size(1));
        return Scopes.keepWithoutGradient(() -> {
            List<Tensor> biases = state.after(newIds.size(1));
            Tensor x = written.apply(newIds, state.pass()); // [rows, new, dModel]
            for (int i = 0; i < decoder.size(); i++) {
                x = decoder.get(i).step(x, state, i, biases.get(Math.min(i, biases.size() - 1)));
            }
            Tensor hidden = scaled(decoderNorm.forward(x.select(1, -1))); // [rows, dModel]
            state.advance(newIds.size(1));
            return head.logits(hidden, state.pass()).to(ScalarType.Float); // [rows, vocab]
        });
    }

    private Tensor scaled(Tensor hidden) {
        return config.head().scaled()
                ? hidden.mul(new Scalar(Math.pow(config.shape().dModel(), -0.5)))
                : hidden;
    }

    /**
     * What the decoder's cross-attention looks at.
     *
     * @param encoded {@code [batch, source, dModel]}
     * @param mask {@code [batch, 1, target or 1, source]}
     */
    private record Across(Tensor encoded, ScoreBias mask) {}

    /** {@code x += self(norm(x)); x += cross(norm(x), encoded); x += feedForward(norm(x))}. */
    private static final class DecoderBlock {

        private final RmsNorm selfNorm;
        private final SelfAttention self;
        private final Residual attended;
        private final Optional<Prefix> prefix;
        private final Optional<RelativePositionBias> positions;
        private final RmsNorm crossNorm;
        private final Attention cross;
        private final Residual crossed;
        private final RmsNorm feedForwardNorm;
        private final FeedForward feedForward;
        private final Residual fed;

        DecoderBlock(T5Parts parts, Weights weights, int layer) {
            selfNorm = parts.norm(weights.at("0"), "layer_norm");
            self = parts.selfAttention(weights.at("0.SelfAttention"));
            attended = parts.residual(weights.at("0"), Residual.After.ATTENTION);
            positions = parts.positions(weights.at("0.SelfAttention"), layer, T5Parts.Stack.DECODER);
            prefix = weights.prefix(layer, self.heads().count(), self.heads().width());
            crossNorm = parts.norm(weights.at("1"), "layer_norm");
            cross = parts.crossAttention(weights.at("1.EncDecAttention"));
            crossed = parts.residual(weights.at("1"), Residual.After.CROSS_ATTENTION);
            feedForwardNorm = parts.norm(weights.at("2"), "layer_norm");
            feedForward = parts.feedForwards().of(weights.at("2"), T5Parts.Stack.DECODER, layer);
            fed = parts.residual(weights.at("2"), Residual.After.FEED_FORWARD);
        }

        Tensor forward(Tensor x, ScoreBias bias, Across across, ForwardPass pass) {
            Tensor y = Scopes.keep(() -> {
                Tensor n = selfNorm.forward(x);
                UnaryOperator<Attention.KeysValues> memory = own ->
                        prefix.map(before -> Prefixes.before(before, own, pass)).orElse(own);
                return attended.sum(x, pass.drop("self", self.self(n, memory, bias, pass.at("self"))), pass);
            });
            Tensor z = Scopes.keep(() -> {
                Attention.KeysValues source = cross.keysValues(across.encoded(), pass);
                Tensor seen = cross.forward(crossNorm.forward(y), source, across.mask(), pass.at("cross"));
                return crossed.sum(y, pass.drop("cross", seen), pass);
            });
            return Scopes.keep(() -> {
                Tensor inner = feedForward.forward(feedForwardNorm.forward(z), pass);
                return fed.sum(z, pass.drop("feedForward", inner), pass); // [batch, target, dModel]
            });
        }

        Tensor step(Tensor x, DecoderState state, int layer, Tensor bias) {
            KeyValueCache memory = state.cache(layer);
            ForwardPass pass = state.pass();
            Tensor y = Scopes.keep(
                    () -> attended.sum(x, self.step(selfNorm.forward(x), memory, state.column(), bias, pass), pass));
            Tensor z = Scopes.keep(() -> crossed.sum(y, state.across(cross, layer, crossNorm.forward(y)), pass));
            return Scopes.keep(() -> fed.sum(z, feedForward.forward(feedForwardNorm.forward(z), pass), pass));
        }
    }
}
