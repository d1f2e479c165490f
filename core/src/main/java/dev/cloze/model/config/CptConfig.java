package dev.cloze.model.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.model.Cpt;
import dev.cloze.nn.Activation;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.NamedTensors;

/**
 * The shape of a CPT, as its {@code config.json} says it. The encoder's blocks there are those of the shared encoder and of
 * the understanding decoder together; the last ones, as many as the generation decoder has, are the understanding decoder.
 *
 * @param halves widths and depths, in BART's words
 * @param encoderPositions most tokens the encoder reads; the first release has 512 where its config says 1024
 */
public record CptConfig(BartConfig halves, int encoderPositions) implements ModelConfig {

    static final String MODEL_CLASS = "CPTForConditionalGeneration";

    private static final String ENCODER_POSITIONS = "model.encoder.embeddings.position_embeddings.weight";
    private static final double EPSILON = 1e-12;
    private static final int TYPES = 2;

    /** Checks that the understanding decoder is a part of the encoder. */
    public CptConfig {
        Refusal.require(
                halves.decoder().layers() <= halves.encoder().layers(),
                "decoder_layers must be at most encoder_layers %d, got %d",
                halves.encoder().layers(),
                halves.decoder().layers());
    }

    /** Reads a {@code config.json}; {@code place} is named in refusals. */
    public static CptConfig parse(JsonNode json, String place) {
        BartConfig halves = BartConfig.parse(json, place);
        if (halves.decoder().layers() > halves.encoder().layers()) {
            throw Refusal.at(
                    place,
                    "decoder_layers must be at most encoder_layers %d, got %d",
                    halves.encoder().layers(),
                    halves.decoder().layers());
        }
        return new CptConfig(halves, halves.positions());
    }

    @Override
    public CptConfig fitted(NamedTensors file) {
        boolean known = file.contains(ENCODER_POSITIONS) && file.shape(ENCODER_POSITIONS).length == 2;
        return known ? new CptConfig(halves, Math.toIntExact(file.shape(ENCODER_POSITIONS)[0])) : this;
    }

    /** Blocks of the shared encoder. */
    public int sharedLayers() {
        return halves.encoder().layers() - halves.decoder().layers();
    }

    /** The encoder, which is a BERT's. */
    public BertConfig bert() {
        BartConfig.Stack encoder = halves.encoder();
        return new BertConfig(
                halves.vocab(),
                new BertConfig.Shape(halves.dModel(), encoder.dFf(), encoder.heads(), encoder.layers()),
                encoderPositions,
                TYPES,
                Activation.GELU,
                EPSILON,
                halves.dropoutRate(),
                halves.ids().pad(),
                true);
    }

    @Override
    public int vocab() {
        return halves.vocab();
    }

    @Override
    public T5Config.Ids ids() {
        return halves.ids();
    }

    /** Of the generation decoder; the understanding decoder does not take part. */
    @Override
    public double forwardFlops(long source, long target) {
        return halves.cost(sharedLayers()).of(source, target);
    }

    @Override
    public Blocks blocks() {
        return halves.blocks();
    }

    @Override
    public Cpt build(Weights weights) {
        return Cpt.build(this, weights);
    }

    @Override
    public ObjectNode toJson() {
        ObjectNode json = halves.toJson();
        json.set("architectures", JsonNodeFactory.instance.arrayNode().add(MODEL_CLASS));
        return json;
    }
}
