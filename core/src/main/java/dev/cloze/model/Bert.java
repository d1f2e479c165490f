package dev.cloze.model;

import dev.cloze.Refusal;
import dev.cloze.batch.Batch;
import dev.cloze.model.config.BertConfig;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.nn.Embedding;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Head;
import dev.cloze.nn.LayerNorm;
import dev.cloze.nn.Projection;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Scopes;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * BERT (Devlin et al. 2019) with its masked-word head: reads a text with gaps and says, for each place, which word belongs
 * there. Weights have Hugging Face's names.
 */
public final class Bert implements Network {

    private final BertConfig config;
    private final BertEncoder encoder;
    private final Head head;
    private final Projection transform;
    private final LayerNorm transformNorm;

    private Bert(BertConfig config, Weights weights) {
        this.config = config;
        int dModel = config.shape().dModel();
        Embedding words = BertEncoder.words(config, weights.at("bert"));
        encoder = new BertEncoder(config, weights.at("bert"), words);
        Weights prediction = weights.at("cls.predictions");
        Projection map = config.tied()
                ? prediction.head("decoder", words.table())
                : prediction.head("decoder", dModel, config.vocab(), Initialiser.normal(BertConfig.INITIAL_DEVIATION));
        transform = prediction
                .at("transform")
                .biased("dense", dModel, dModel, Initialiser.normal(BertConfig.INITIAL_DEVIATION));
        transformNorm = new LayerNorm(prediction.at("transform"), "LayerNorm", dModel, config.epsilon());
        Tensor bias = prediction.parameter("bias", Initialiser.ZEROS, config.vocab()); // [vocab]
        head = new Head(map, Optional.of(bias), config.vocab());
    }

    /** The model of that shape, its weights asked for by name. */
    public static Bert build(BertConfig config, Weights weights) {
        return new Bert(config, weights);
    }

    /** Its shape. */
    public BertConfig config() {
        return config;
    }

    /**
     * The encoder alone: {@code [batch, length] -> [batch, length, dModel]}.
     *
     * @param types the segment type of each token, {@code [batch, length]} or what broadcasts to it
     */
    public Tensor encode(EncoderInput input, Tensor types, ForwardPass pass) {
        Tensor embedded = encoder.embed(input, types, pass);
        Tensor encoded = encoder.blocks(0, encoder.layers(), embedded, input, pass);
        pass.show("encoder", encoded);
        return encoded;
    }

    /** The same, with every token of type 0. */
    public Tensor encode(EncoderInput input, ForwardPass pass) {
        return encode(input, BertEncoder.allOf(0, input.tokens()), pass);
    }

    /** What the head expects of encoded tokens: {@code [batch, length, dModel] -> [batch, length, dModel]}. */
    public Tensor hidden(Tensor encoded, ForwardPass pass) {
        return Scopes.keep(() -> transformNorm.forward(config.activation().apply(transform.apply(encoded, pass))));
    }

    /** Reads the encoder's tokens and tells, for each, the target at its place. */
    @Override
    public Tensor hidden(Batch batch, ComputeDevice device, ForwardPass pass) {
        int places = batch.encoder().inputTokens().columns();
        int targets = batch.decoder().targetTokens().columns();
        Refusal.require(
                places == targets, "a masked text of %d tokens must have as many targets, got %d", places, targets);
        return hidden(encode(EncoderInput.of(batch.encoder(), device), pass), pass);
    }

    @Override
    public Head head() {
        return head;
    }
}
