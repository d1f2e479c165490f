package dev.cloze.model;

import dev.cloze.model.config.BartConfig;
import dev.cloze.model.input.DecoderInput;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.nn.Embedding;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Head;
import dev.cloze.nn.Projection;
import dev.cloze.nn.Residual;
import dev.cloze.nn.Weights;
import dev.cloze.nn.attention.PostNormBlock;
import dev.cloze.nn.attention.ScoreBias;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** BART (Lewis et al. 2020): an encoder that reads damaged text and a decoder that writes it whole. */
public final class Bart implements Seq2SeqModel {

    private static final String STACK_TABLE = "embed_tokens";

    private final BartConfig config;
    private final Head head;
    private final BartEmbedding embedding;
    private final List<PostNormBlock> encoder = new ArrayList<>();
    private final BartDecoder decoder;

    private Bart(BartConfig config, Weights weights) {
        this.config = config;
        Weights model = weights.at("model");
        Initialiser initial = Initialiser.normal(config.deviation());
        Embedding words = model.embedding("shared", config.vocab(), config.dModel(), initial);
        Projection map = config.tied()
                ? weights.head("lm_head", words.table())
                : weights.head("lm_head", config.dModel(), config.vocab(), initial);
        embedding = new BartEmbedding(config, model.at("encoder"), read(model.at("encoder"), words));
        for (int i = 0; i < config.encoder().layers(); i++) {
            encoder.add(block(model.at("encoder.layers." + i)));
        }
        decoder = new BartDecoder(config, model.at("decoder"), read(model.at("decoder"), words));
        Tensor bias = weights.fixed("final_logits_bias", Initialiser.ZEROS, 1, config.vocab()); // [1, vocab]
        head = new Head(map, Optional.of(bias), config.vocab());
    }

    // Version 5 of transformers ties the stacks' embeddings only with the head.
    private Embedding read(Weights stack, Embedding shared) {
        return !config.tied() && stack.stored(STACK_TABLE + ".weight")
                ? stack.embedding(STACK_TABLE, config.vocab(), config.dModel(), Initialiser.normal(config.deviation()))
                : shared;
    }

    /** The model of that shape, its weights asked for by name. */
    public static Bart build(BartConfig config, Weights weights) {
        return new Bart(config, weights);
    }

    /** Its shape. */
    public BartConfig config() {
        return config;
    }

    @Override
    public int decoderStart() {
        return config.ids().decoderStart();
    }

    private PostNormBlock block(Weights weights) {
        BartConfig.Stack stack = config.encoder();
        return new PostNormBlock(
                BartDecoder.attention(config, weights.at("self_attn"), stack.heads()),
                Residual.After.ATTENTION.in(weights, config.dModel()),
                BartEmbedding.norm(config, weights, "self_attn_layer_norm"),
                BartDecoder.feedForward(config, weights, stack.dFf()),
                Residual.After.FEED_FORWARD.in(weights, config.dModel()),
                BartEmbedding.norm(config, weights, "final_layer_norm"));
    }

    @Override
    public int longestText() {
        return config.positions();
    }

    @Override
    public Tensor encode(EncoderInput input, ForwardPass whole) {
        ForwardPass pass = whole.at("encoder");
        Tensor x = embedding.forward(input.tokens(), input.positions(), 0, pass); // [batch, source, dModel]
        ScoreBias mask = input.segments().maskFor(input.segments(), Tensors.type(x));
        for (int i = 0; i < encoder.size(); i++) {
            pass.show("encoder." + i, x);
            x = encoder.get(i).forward(x, mask, pass.at(i));
        }
        pass.show("encoder", x);
        return x;
    }

    @Override
    public Tensor decode(DecoderInput input, Tensor encoded, Segments source, ForwardPass pass) {
        return decoder.forward(input, encoded, source, pass);
    }

    @Override
    public Head head() {
        return head;
    }

    @Override
    public DecoderState start(Tensor encoded, Segments source, DecoderState.Shape shape, ForwardPass pass) {
        return decoder.start(encoded, source, shape, pass);
    }

    @Override
    public int[] join(DecoderState state, Tensor encoded, Segments source, int length, ForwardPass pass) {
        return decoder.join(state, encoded, source, length, pass);
    }

    @Override
    public Tensor step(DecoderState state, Tensor newIds) {
        return decoder.step(state, newIds, head);
    }
}
