package dev.cloze.model;

import dev.cloze.nn.Embedding;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Projection;
import dev.cloze.nn.Segments;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.Initialiser;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * CPT (Shao et al. 2021, §3): a shared encoder, an understanding decoder that goes on where the encoder ends, and a
 * generation decoder that looks at the encoder. All three share one vocabulary and one head.
 *
 * <pre>
 * tokens ─ shared encoder ─┬─ understanding decoder ─ which word belongs in each gap
 *                          └─ generation decoder ──── a text
 * </pre>
 */
public final class Cpt implements Seq2SeqModel {

    // Every token is of type 1, as in pre-training. Differs from the reference's generate(), which reads with type 0.
    private static final int TYPE = 1;

    private final CptConfig config;
    private final Projection head; // [.., dModel] -> [.., vocab]
    private final Tensor bias; // [1, vocab]
    private final BertEncoder encoder;
    private final BartDecoder decoder;

    private Cpt(CptConfig config, Weights weights) {
        this.config = config;
        BartConfig halves = config.halves();
        Weights model = weights.at("model");
        Embedding words =
                model.embedding("shared", halves.vocab(), halves.dModel(), Initialiser.normal(halves.deviation()));
        head = weights.head(words.table());
        encoder = new BertEncoder(config.bert(), model.at("encoder"), words);
        decoder = new BartDecoder(halves, model.at("decoder"), words);
        bias = weights.fixed("final_logits_bias", Initialiser.ZEROS, 1, halves.vocab());
    }

    /** The model of that shape, its weights asked for by name. */
    public static Cpt build(CptConfig config, Weights weights) {
        return new Cpt(config, weights);
    }

    /** Its shape. */
    public CptConfig config() {
        return config;
    }

    /** The shared encoder: {@code [batch, source] -> [batch, source, dModel]}. */
    @Override
    public Tensor encode(EncoderInput input, ForwardPass whole) {
        ForwardPass pass = whole.at("encoder");
        Tensor embedded = encoder.embed(input, BertEncoder.allOf(TYPE, input.tokens()), pass);
        return encoder.blocks(0, config.sharedLayers(), embedded, input, pass);
    }

    /** The understanding decoder, after {@link #encode}: {@code [batch, source, dModel] -> [batch, source, dModel]}. */
    public Tensor understand(EncoderInput input, Tensor encoded, ForwardPass whole) {
        Tensor understood =
                encoder.blocks(config.sharedLayers(), encoder.layers(), encoded, input, whole.at("encoder"));
        whole.show("encoder", understood);
        return understood;
    }

    /** The generation decoder: {@code [batch, target] -> [batch, target, dModel]}. */
    @Override
    public Tensor decode(DecoderInput input, Tensor encoded, Segments source, ForwardPass pass) {
        return decoder.forward(input, encoded, source, pass);
    }

    @Override
    public Tensor headWeight() {
        return head.matrix();
    }

    @Override
    public long vocab() {
        return config.vocab();
    }

    @Override
    public Optional<Tensor> headBias() {
        return Optional.of(bias.view(-1));
    }

    @Override
    public Tensor logits(Tensor hidden) {
        return head.apply(hidden).add(bias.view(-1));
    }

    @Override
    public DecoderState start(Tensor encoded, Segments source, DecoderState.Shape shape) {
        return decoder.start(encoded, source, shape);
    }

    @Override
    public Tensor step(DecoderState state, Tensor newIds) {
        return decoder.step(state, newIds, this::logits);
    }
}
