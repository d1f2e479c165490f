package dev.cloze.model;

import dev.cloze.model.config.BartConfig;
import dev.cloze.model.input.DecoderInput;
import dev.cloze.nn.BiasedFeedForward;
import dev.cloze.nn.Embedding;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Head;
import dev.cloze.nn.LayerNorm;
import dev.cloze.nn.Residual;
import dev.cloze.nn.Weights;
import dev.cloze.nn.attention.Attention;
import dev.cloze.nn.attention.CausalMask;
import dev.cloze.nn.attention.KeyValueCache;
import dev.cloze.nn.attention.Prefixes;
import dev.cloze.nn.attention.ScoreBias;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** BART's decoder (Lewis et al. 2020, §2.1), which CPT shares: post-norm blocks over words and learned positions. */
final class BartDecoder {

    private final BartEmbedding embedding;
    private final List<Block> blocks = new ArrayList<>();
    private final Prefixes prefixes;

    /** The decoder whose weights are called {@code layers} and {@code layernorm_embedding}. */
    BartDecoder(BartConfig config, Weights weights, Embedding words) {
        embedding = new BartEmbedding(config, weights, words);
        for (int i = 0; i < config.decoder().layers(); i++) {
            blocks.add(new Block(config, weights.at("layers." + i)));
        }
        Attention.Heads heads =
                Attention.Heads.of(config.dModel(), config.decoder().heads());
        prefixes = new Prefixes(IntStream.range(0, blocks.size())
                .mapToObj(layer -> weights.prefix(layer, heads.count(), heads.width()))
                .toList());
    }

    /** The four maps of an attention as BART names them. */
    static Attention attention(BartConfig config, Weights weights, int heads) {
        int dModel = config.dModel();
        Initialiser initial = Initialiser.normal(config.deviation());
        Attention.Heads even = Attention.Heads.of(dModel, heads);
        return new Attention(
                new Attention.Projections(
                        weights.biased("q_proj", dModel, dModel, initial),
                        weights.biased("k_proj", dModel, dModel, initial),
                        weights.biased("v_proj", dModel, dModel, initial),
                        weights.biased("out_proj", dModel, dModel, initial)),
                even,
                even.scale());
    }

    /** The feed-forward layer as BART names it. */
    static BiasedFeedForward feedForward(BartConfig config, Weights weights, int dFf) {
        Initialiser initial = Initialiser.normal(config.deviation());
        return new BiasedFeedForward(
                weights.biased("fc1", config.dModel(), dFf, initial),
                weights.biased("fc2", dFf, config.dModel(), initial),
                config.activation());
    }

    /** {@code [batch, target] -> [batch, target, dModel]}. */
    Tensor forward(DecoderInput input, Tensor encoded, Segments source, ForwardPass whole) {
        ForwardPass pass = whole.at("decoder");
        int before = prefixes.length();
        Tensor x = embedding.forward(input.tokens(), input.positions(), before, pass); // [batch, target, dModel]
        ScalarType type = Tensors.type(x);
        int length = Math.toIntExact(x.size(1));
        ScoreBias own = input.segments()
                .maskFor(input.segments(), type)
                .after(before)
                .plus(CausalMask.of(before, length, before + length, x));
        ScoreBias across = source.maskFor(input.segments(), type);
        for (int i = 0; i < blocks.size(); i++) {
            pass.show("decoder." + i, x);
            int layer = i;
            Sight sight = new Sight(all -> prefixes.before(layer, all, pass), own, encoded, across);
            x = blocks.get(i).forward(x, sight, pass.at(i));
        }
        pass.show("decoder", x);
        return x;
    }

    /** Begins to write. */
    DecoderState start(Tensor encoded, Segments source, DecoderState.Shape shape, ForwardPass pass) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            return beginning().start(new DecoderStart.Encoded(encoded, source, pass), shape, List.of());
        }
    }

    /** Lets more items begin. */
    int[] join(DecoderState state, Tensor encoded, Segments source, int length, ForwardPass pass) {
        return beginning().join(state, new DecoderStart.Encoded(encoded, source, pass), length);
    }

    private DecoderStart beginning() {
        return new DecoderStart(blocks.stream().map(block -> block.cross).toList(), prefixes);
    }

    /** Reads new tokens and says what may follow the last: {@code [rows, new] -> [rows, vocab]} in float32. */
    Tensor step(DecoderState state, Tensor newIds, Head head) {
        long count = newIds.size(1);
        state.require(count);
        embedding.require(state.length() + count);
        return Scopes.keepWithoutGradient(() -> {
            Tensor bias = state.after(count).get(0);
            Tensor x = embedding.step(newIds, state);
            for (int i = 0; i < blocks.size(); i++) {
                x = blocks.get(i).step(x, state, i, bias); // [rows, new, dModel]
            }
            state.advance(count);
            return head.logits(x.select(1, -1), state.pass()).to(ScalarType.Float); // [rows, vocab]
        });
    }

    /**
     * What a block looks at.
     *
     * @param memory from the keys and values of its own tokens to those that they see
     * @param own hides what comes later
     * @param encoded {@code [batch, source, dModel]}
     * @param across {@code [batch, 1, target or 1, source]}
     */
    private record Sight(UnaryOperator<Attention.KeysValues> memory, ScoreBias own, Tensor encoded, ScoreBias across) {}

    /** {@code x = norm(x + self(x)); x = norm(x + cross(x, encoded)); x = norm(x + feedForward(x))}. */
    private static final class Block {

        private final Attention self;
        private final Residual attended;
        private final LayerNorm selfNorm;
        private final Attention cross;
        private final Residual crossed;
        private final LayerNorm crossNorm;
        private final BiasedFeedForward feedForward;
        private final Residual fed;
        private final LayerNorm feedForwardNorm;

        Block(BartConfig config, Weights weights) {
            int heads = config.decoder().heads();
            self = attention(config, weights.at("self_attn"), heads);
            attended = Residual.After.ATTENTION.in(weights, config.dModel());
            selfNorm = BartEmbedding.norm(config, weights, "self_attn_layer_norm");
            cross = attention(config, weights.at("encoder_attn"), heads);
            crossed = Residual.After.CROSS_ATTENTION.in(weights, config.dModel());
            crossNorm = BartEmbedding.norm(config, weights, "encoder_attn_layer_norm");
            feedForward = feedForward(config, weights, config.decoder().dFf());
            fed = Residual.After.FEED_FORWARD.in(weights, config.dModel());
            feedForwardNorm = BartEmbedding.norm(config, weights, "final_layer_norm");
        }

        Tensor forward(Tensor x, Sight sight, ForwardPass pass) {
            Tensor y = Scopes.keep(() -> {
                Tensor seen = self.self(x, sight.memory(), sight.own(), pass.at("self"));
                return attended.normed(x, pass.drop("self", seen), selfNorm, pass);
            });
            Tensor z = Scopes.keep(() -> {
                Attention.KeysValues read = cross.keysValues(sight.encoded(), pass);
                Tensor seen = cross.forward(y, read, sight.across(), pass.at("cross"));
                return crossed.normed(y, pass.drop("cross", seen), crossNorm, pass);
            });
            return added(z, pass);
        }

        Tensor step(Tensor x, DecoderState state, int layer, Tensor bias) {
            KeyValueCache memory = state.cache(layer);
            ForwardPass pass = state.pass();
            Tensor y = Scopes.keep(
                    () -> attended.normed(x, self.step(x, memory, state.column(), bias, pass), selfNorm, pass));
            Tensor z = Scopes.keep(() -> crossed.normed(y, state.across(cross, layer, y), crossNorm, pass));
            return added(z, pass);
        }

        private Tensor added(Tensor x, ForwardPass pass) {
            return Scopes.keep(() -> {
                Tensor inner = feedForward.forward(x, pass);
                return fed.normed(x, pass.drop("feedForward", inner), feedForwardNorm, pass);
            });
        }
    }
}
