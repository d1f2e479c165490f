package dev.cloze.model;

import dev.cloze.Refusal;
import dev.cloze.model.config.Gpt2Config;
import dev.cloze.model.input.CausalInput;
import dev.cloze.model.input.Prompts;
import dev.cloze.nn.BiasedFeedForward;
import dev.cloze.nn.Embedding;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Head;
import dev.cloze.nn.LayerNorm;
import dev.cloze.nn.Projection;
import dev.cloze.nn.Residual;
import dev.cloze.nn.Weights;
import dev.cloze.nn.attention.Attention;
import dev.cloze.nn.attention.CausalMask;
import dev.cloze.nn.attention.JointAttention;
import dev.cloze.nn.attention.KeyValueCache;
import dev.cloze.nn.attention.Prefixes;
import dev.cloze.nn.attention.ScoreBias;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * GPT-2 (Radford et al. 2019, §2.3): a decoder of pre-norm blocks with learned positions that continues texts. The types of
 * tokens, where they have any, are rows of the word embedding. Weights have Hugging Face's names.
 */
public final class Gpt2 implements CausalModel {

    private final Gpt2Config config;
    private final Embedding words;
    private final Tensor places; // [positions, dModel]
    private final List<Block> blocks = new ArrayList<>();
    private final LayerNorm norm;
    private final Head head;
    private final Prefixes prefixes;
    private final Following following;

    private Gpt2(Gpt2Config config, Weights weights, UnaryOperator<Embedding> more) {
        this.config = config;
        int dModel = config.shape().dModel();
        Initialiser initial = Initialiser.normal(Gpt2Config.INITIAL_DEVIATION);
        Weights transformer = weights.at("transformer");
        Embedding table = transformer.embedding("wte", config.vocab(), dModel, initial);
        words = more.apply(transformer.words("wte", table, 1));
        places = transformer.at("wpe").parameter("weight", initial, config.positions(), dModel);
        for (int i = 0; i < config.shape().layers(); i++) {
            blocks.add(new Block(config, transformer.at("h." + i), i));
        }
        Attention.Heads heads = config.shape().evenHeads();
        prefixes = new Prefixes(IntStream.range(0, blocks.size())
                .mapToObj(layer -> transformer.prefix(layer, heads.count(), heads.width()))
                .toList());
        norm = new LayerNorm(transformer, "ln_f", dModel, config.epsilon());
        Projection map = config.tied()
                ? weights.head("lm_head", table.table())
                : weights.head("lm_head", dModel, config.vocab(), initial);
        head = new Head(map, config.vocab());
        following = (block, x, pass) -> x;
    }

    private Gpt2(Gpt2 other, Following following) {
        this.config = other.config;
        this.words = other.words;
        this.places = other.places;
        this.blocks.addAll(other.blocks);
        this.prefixes = other.prefixes;
        this.norm = other.norm;
        this.head = other.head;
        this.following = following;
    }

    /** What comes after a block: {@code [batch, length, dModel] -> [batch, length, dModel]}. */
    interface Following {
        Tensor after(int block, Tensor x, ForwardPass pass);
    }

    /** The same weights, with something after each block. */
    Gpt2 followedBy(Following more) {
        return new Gpt2(this, more);
    }

    /** The model of that shape, its weights asked for by name. */
    public static Gpt2 build(Gpt2Config config, Weights weights) {
        return build(config, weights, UnaryOperator.identity());
    }

    /** As {@link #build(Gpt2Config, Weights)}; {@code more} makes of its embedding one that knows more ids. */
    static Gpt2 build(Gpt2Config config, Weights weights, UnaryOperator<Embedding> more) {
        return new Gpt2(config, weights, more);
    }

    /** Its shape. */
    public Gpt2Config config() {
        return config;
    }

    @Override
    public int positions() {
        return config.positions() - prefixes.length();
    }

    @Override
    public Tensor hidden(CausalInput input, ForwardPass whole) {
        ForwardPass pass = whole.at("decoder");
        long length = input.tokens().size(1);
        Refusal.require(length <= positions(), "a text may have %d tokens, got %d", positions(), length);
        Tensor x = embed(input, pass); // [batch, length, dModel]
        ScoreBias bias = mask(input, x);
        for (int i = 0; i < blocks.size(); i++) {
            pass.show("decoder." + i, x);
            int layer = i;
            UnaryOperator<Attention.KeysValues> memory = own -> prefixes.before(layer, own, pass);
            x = following.after(i, blocks.get(i).forward(x, memory, bias, pass.at(i)), pass); // [batch, length, dModel]
        }
        Tensor hidden = norm.forward(x);
        pass.show("decoder", hidden);
        return hidden;
    }

    private Tensor embed(CausalInput input, ForwardPass pass) {
        return Scopes.keep(() -> {
            Tensor known = input.positions()
                    .embed(places, prefixes.length(), 0, input.tokens().size(1));
            return pass.drop(
                    "embedding",
                    typed(words.apply(input.tokens(), pass), input.types(), pass)
                            .add(known)); // [batch, length, dModel]
        });
    }

    private Tensor typed(Tensor x, Optional<Tensor> types, ForwardPass pass) {
        return types.map(ids -> x.add(words.apply(ids, pass))).orElse(x);
    }

    private ScoreBias mask(CausalInput input, Tensor x) {
        int length = Math.toIntExact(x.size(1));
        int before = prefixes.length();
        return input.segments()
                .maskFor(input.segments(), Tensors.type(x))
                .after(before)
                .plus(CausalMask.of(before, length, before + length, x));
    }

    @Override
    public Head head() {
        return head;
    }

    @Override
    public DecoderState start(Prompts prompts, DecoderState.Shape shape, ForwardPass pass) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            ScalarType type = blocks.get(0).self.type(Tensors.type(places));
            DecoderState.Memory memory = new DecoderState.Memory(
                    blocks.stream().map(block -> block.self.heads()).toList(),
                    List.of(),
                    places.options().dtype(new ScalarTypeOptional(type)));
            long items = prompts.tokens().size(0);
            DecoderState state = DecoderState.of(memory, items, shape.after(prefixes.length()));
            admit(state, prompts, shape.length(), pass);
            return state;
        }
    }

    @Override
    public int[] join(DecoderState state, Prompts prompts, int length, ForwardPass pass) {
        int[][] slots = new int[1][];
        Scopes.withoutGradient(() -> slots[0] = admit(state, prompts, length, pass));
        return slots[0];
    }

    private int[] admit(DecoderState state, Prompts prompts, int length, ForwardPass pass) {
        Refusal.require(
                length >= prompts.length() && length <= positions(),
                "room must be from %d to %d tokens, got %d",
                prompts.length(),
                positions(),
                length);
        int before = prefixes.length();
        int[] lengths =
                Arrays.stream(prompts.lengths()).map(each -> each - 1 + before).toArray();
        int[] slots = state.join(lengths, length + before, pass.adapters());
        prompts.types().ifPresent(types -> state.type(slots, types.narrow(1, types.size(1) - 1, 1)));
        if (prompts.length() > 1) {
            read(prompts.first(prompts.length() - 1), state, slots, pass);
        }
        state.begin(prefixes, slots, pass); // over the padding that was read
        return slots;
    }

    // Each prompt is read once; the rows that continue it get copies of its keys and values.
    private void read(CausalInput input, DecoderState state, int[] slots, ForwardPass pass) {
        Tensor x = embed(input, pass); // [items, length, dModel]
        ScoreBias bias = mask(input, x);
        for (int i = 0; i < blocks.size(); i++) {
            int layer = i;
            UnaryOperator<Attention.KeysValues> memory = own -> {
                state.write(layer, slots, own);
                return prefixes.before(layer, own, pass);
            };
            x = following.after(i, blocks.get(i).forward(x, memory, bias, pass), pass);
        }
    }

    @Override
    public Tensor step(DecoderState state, Tensor newIds) {
        state.require(newIds.size(1));
        return Scopes.keepWithoutGradient(() -> {
            Tensor bias = state.after(newIds.size(1)).get(0);
            ForwardPass pass = state.pass();
            Tensor known = state.places().embed(places, 0, state.from(), newIds.size(1)); // [rows or 1, new, dModel]
            Tensor x = typed(words.apply(newIds, pass), state.types(), pass).add(known); // [rows, new, dModel]
            for (int i = 0; i < blocks.size(); i++) {
                x = following.after(i, blocks.get(i).step(x, bias, state, state.cache(i)), pass);
            }
            state.advance(newIds.size(1));
            return head.logits(norm.forward(x.select(1, -1)), pass).to(ScalarType.Float); // [rows, vocab]
        });
    }

    /** {@code x += self(norm(x)); x += feedForward(norm(x))}. */
    private static final class Block {

        private final LayerNorm selfNorm;
        private final JointAttention self;
        private final Residual attended;
        private final LayerNorm feedForwardNorm;
        private final BiasedFeedForward feedForward;
        private final Residual joined;

        Block(Gpt2Config config, Weights weights, int layer) {
            int dModel = config.shape().dModel();
            int dFf = config.shape().dFf();
            Attention.Heads heads = config.shape().evenHeads();
            Initialiser in = Initialiser.normal(Gpt2Config.INITIAL_DEVIATION);
            // Every block adds twice to the stream; so the sum's variance is that of one (§2.3).
            Initialiser out = Initialiser.normal(Gpt2Config.INITIAL_DEVIATION
                    / Math.sqrt(2.0 * config.shape().layers()));
            selfNorm = new LayerNorm(weights, "ln_1", dModel, config.epsilon());
            self = new JointAttention(
                    weights.at("attn").transposed("c_attn", dModel, 3 * dModel, in),
                    weights.at("attn").transposed("c_proj", dModel, dModel, out),
                    heads,
                    config.scaling().of(heads, layer));
            attended = Residual.After.ATTENTION.in(weights, dModel);
            feedForwardNorm = new LayerNorm(weights, "ln_2", dModel, config.epsilon());
            feedForward = new BiasedFeedForward(
                    weights.at("mlp").transposed("c_fc", dModel, dFf, in),
                    weights.at("mlp").transposed("c_proj", dFf, dModel, out),
                    config.activation());
            joined = Residual.After.FEED_FORWARD.in(weights, dModel);
        }

        Tensor forward(Tensor x, UnaryOperator<Attention.KeysValues> memory, ScoreBias bias, ForwardPass pass) {
            return fed(
                    Scopes.keep(() -> {
                        Tensor seen = self.self(selfNorm.forward(x), memory, bias, pass.at("self"));
                        return attended.sum(x, pass.drop("self", seen), pass); // [batch, length, dModel]
                    }),
                    pass);
        }

        Tensor step(Tensor x, Tensor bias, DecoderState state, KeyValueCache memory) {
            return fed(
                    Scopes.keep(() -> attended.sum(
                            x,
                            self.step(selfNorm.forward(x), memory, state.column(), bias, state.pass()),
                            state.pass())),
                    state.pass());
        }

        private Tensor fed(Tensor x, ForwardPass pass) {
            return Scopes.keep(() -> {
                Tensor inner = feedForward.forward(feedForwardNorm.forward(x), pass);
                return joined.sum(x, pass.drop("feedForward", inner), pass); // [batch, length, dModel]
            });
        }
    }
}
