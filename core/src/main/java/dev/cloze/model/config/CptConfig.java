package dev.cloze.model.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Doc;
import dev.cloze.Inline;
import dev.cloze.Refusal;
import dev.cloze.nn.Activation;
import dev.cloze.tensor.NamedTensors;
import dev.cloze.text.Vocabulary;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The shape of a CPT, as its {@code config.json} says it. The encoder's blocks there are those of the shared encoder and of
 * the understanding decoder together; the last ones, as many as the generation decoder has, are the understanding decoder.
 * A preset is {@link #base}.
 */
@Doc(
        name = "cpt",
        value =
                "A CPT with random weights: an encoder whose last layers tell words in gaps, and a decoder (Shao et al. 2021).")
public record CptConfig(
        @Inline BartConfig halves,

        @Doc(
                name = "encoder-positions",
                value =
                        "Most tokens that the encoder reads; auto takes positions. The first release has 512 where its config says 1024.",
                unit = "tokens")
        OptionalInt otherPositions)
        implements ModelConfig, InitialModel {

    static final String MODEL_CLASS = "CPTForConditionalGeneration";

    private static final String ENCODER_POSITIONS = "model.encoder.embeddings.position_embeddings.weight";
    private static final double EPSILON = 1e-12;
    private static final int TYPES = 2;

    /** Checks that the understanding decoder is a part of the encoder. */
    public CptConfig {
        Refusal.require(halves.tied(), "tied-head must be true: a CPT's head is its embedding");
        otherPositions.ifPresent(own -> Sizes.positive("otherPositions", own));
        Refusal.require(
                halves.decoder().layers() <= halves.encoder().layers(),
                "decoder-layers must be at most encoder-layers %d, got %d",
                halves.encoder().layers(),
                halves.decoder().layers());
    }

    /** One whose encoder reads so many tokens at most. */
    public CptConfig(BartConfig halves, int encoderPositions) {
        this(halves, encoderPositions == halves.positions() ? OptionalInt.empty() : OptionalInt.of(encoderPositions));
    }

    /** CPT base of the first release: 121 million weights. */
    public static CptConfig base() {
        BartConfig halves = new BartConfig(
                new Vocab(21_128, new T5Config.Ids(0, 102, 102)),
                BartConfig.Shape.of(768, new BartConfig.Stack(12, 12, 3072), new BartConfig.Stack(2, 12, 3072)),
                1024,
                Activation.GELU,
                false,
                0.02,
                0.1,
                true);
        return new CptConfig(halves, 512);
    }

    /** Most tokens the encoder reads. */
    public int encoderPositions() {
        return otherPositions.orElse(halves.positions());
    }

    /** Reads a {@code config.json}; {@code place} is named in refusals. */
    public static CptConfig parse(JsonNode json, String place) {
        BartConfig halves = BartConfig.parse(json, place).withTied(true);
        if (halves.decoder().layers() > halves.encoder().layers()) {
            throw Refusal.at(
                    place,
                    "decoder_layers must be at most encoder_layers %d, got %d",
                    halves.encoder().layers(),
                    halves.decoder().layers());
        }
        return new CptConfig(halves, OptionalInt.empty());
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
                BertConfig.vocabulary(halves.vocab(), halves.ids().pad()),
                new BertConfig.Shape(halves.dModel(), encoder.dFf(), encoder.heads(), encoder.layers()),
                encoderPositions(),
                TYPES,
                Activation.GELU,
                EPSILON,
                halves.dropoutRate(),
                true);
    }

    @Override
    public double dropoutRate() {
        return halves.dropoutRate();
    }

    @Override
    public Optional<ModelConfig> shape(Vocabulary tokenizer) {
        T5Config.Ids ids = new T5Config.Ids(tokenizer.padId(), tokenizer.eosId(), tokenizer.eosId());
        Vocab own = halves.vocabulary().of(tokenizer, ids);
        return Optional.of(new CptConfig(halves.withVocabulary(own), otherPositions));
    }

    @Override
    public Vocab vocabulary() {
        return halves.vocabulary();
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
    public ObjectNode toJson() {
        ObjectNode json = halves.toJson();
        json.set("architectures", JsonNodeFactory.instance.arrayNode().add(MODEL_CLASS));
        return json;
    }
}
