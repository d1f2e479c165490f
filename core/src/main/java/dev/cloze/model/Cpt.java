package dev.cloze.model;

import dev.cloze.batch.Batch;
import dev.cloze.batch.IdMatrix;
import dev.cloze.model.config.BartConfig;
import dev.cloze.model.config.CptConfig;
import dev.cloze.model.input.DecoderInput;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.model.input.ModelInput;
import dev.cloze.nn.Embedding;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Head;
import dev.cloze.nn.Projection;
import dev.cloze.nn.Weights;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

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
    private final Head head;
    private final BertEncoder encoder;
    private final BartDecoder decoder;

    private Cpt(CptConfig config, Weights weights) {
        this.config = config;
        BartConfig halves = config.halves();
        Weights model = weights.at("model");
        Embedding words =
                model.embedding("shared", halves.vocab(), halves.dModel(), Initialiser.normal(halves.deviation()));
        Projection map = weights.head("lm_head", words.table());
        encoder = new BertEncoder(config.bert(), model.at("encoder"), words);
        decoder = new BartDecoder(halves, model.at("decoder"), words);
        Tensor bias = weights.fixed("final_logits_bias", Initialiser.ZEROS, 1, halves.vocab()); // [1, vocab]
        head = new Head(map, Optional.of(bias), config.vocab());
    }

    /** The model of that shape, its weights asked for by name. */
    public static Cpt build(CptConfig config, Weights weights) {
        return new Cpt(config, weights);
    }

    /** Its shape. */
    public CptConfig config() {
        return config;
    }

    @Override
    public int decoderStart() {
        return config.ids().decoderStart();
    }

    /** The shared encoder: {@code [batch, source] -> [batch, source, dModel]}. */
    @Override
    public int longestText() {
        return config.encoderPositions();
    }

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

    /** Tells what is to be told in place by the understanding decoder, the rest by the generation decoder. */
    @Override
    public Tensor hidden(Batch batch, ComputeDevice device, ForwardPass pass) {
        EncoderInput input = EncoderInput.of(batch.encoder(), device);
        int[] told = batch.rows(true);
        int[] written = batch.rows(false);
        if (told.length == 0) {
            return written(batch, encode(input, pass), device, pass);
        }
        return Scopes.keep(() -> {
            Tensor encoded = encode(input, pass); // [batch, source, dModel]
            if (written.length == 0) {
                return told(batch, encoded, device, pass);
            }
            Tensor first = index(told, device);
            Tensor second = index(written, device);
            TensorVector parts = new TensorVector(
                    told(batch.rows(told), encoded.index_select(0, first), device, pass.ofRows(told)),
                    written(batch.rows(written), encoded.index_select(0, second), device, pass.ofRows(written)));
            Tensor order = torch.cat(new TensorVector(first, second), 0).argsort();
            return torch.cat(parts, 0).index_select(0, order); // [batch, target, dModel]
        });
    }

    private static Tensor index(int[] rows, ComputeDevice device) {
        return Tensors.of(IdMatrix.over(1, rows.length, rows), device).view(-1);
    }

    private Tensor written(Batch batch, Tensor encoded, ComputeDevice device, ForwardPass pass) {
        ModelInput input = ModelInput.of(batch.startingWith(decoderStart()), device);
        return decode(input.decoder(), encoded, input.encoder().segments(), pass);
    }

    private Tensor told(Batch batch, Tensor encoded, ComputeDevice device, ForwardPass pass) {
        Tensor told = understand(EncoderInput.of(batch.encoder(), device), encoded, pass);
        long places = batch.decoder().targetTokens().columns();
        long missing = Math.max(0, places - told.size(1));
        return torch.constant_pad_nd(told, new long[] {0, 0, 0, missing}, new Scalar(0))
                .narrow(1, 0, places);
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
