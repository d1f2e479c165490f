package dev.cloze.app.config.model;

import dev.cloze.Refusal;
import dev.cloze.app.config.bind.Amount;
import dev.cloze.model.config.BartConfig;
import dev.cloze.model.config.BertConfig;
import dev.cloze.model.config.CptConfig;
import dev.cloze.model.config.Gpt2Config;
import dev.cloze.model.config.SwitchConfig;
import dev.cloze.model.config.T5Config;
import dev.cloze.nn.Activation;
import dev.cloze.nn.Capacity;
import dev.cloze.nn.Experts;
import dev.cloze.text.Vocabulary;

/** From what a run file says of a network to its shape. */
final class Shapes {

    static final double T5_EPSILON = 1e-6;

    private static final double GPT2_EPSILON = 1e-5;
    private static final double DEVIATION = 0.02;
    private static final int ROWS_MULTIPLE = 128;
    private static final int BUCKETS = 32;
    private static final int MAX_DISTANCE = 128;
    private static final int GROUP = 4096;
    private static final int LEAST = 4;

    // More tokens than any row has: what was trained to turn no token away does not do so later, here or in
    // transformers.
    private static final int UNBOUNDED = 1 << 20;

    private Shapes() {}

    static SwitchConfig of(ModelChoice.Switch choice, Vocabulary vocabulary) {
        T5Config base = new T5Config(
                T5Config.Family.T5,
                rows(choice.rows(), vocabulary),
                new T5Config.Shape(
                        choice.dModel(),
                        choice.dKv(),
                        choice.dFf(),
                        choice.heads(),
                        choice.encoderLayers(),
                        choice.decoderLayers()),
                new T5Config.Positions(BUCKETS, MAX_DISTANCE),
                new T5Config.FeedForwardKind(Activation.RELU, false),
                new T5Config.Head(true, true),
                T5_EPSILON,
                choice.dropout(),
                ids(vocabulary));
        Capacity training = choice.capacityFactor() == 0
                ? Capacity.DROPLESS
                : new Capacity.PerGroup(choice.capacityFactor(), GROUP, LEAST);
        return new SwitchConfig(
                base,
                new SwitchConfig.Sparsity(choice.encoderLayers(), choice.sparseEncoderLayers(), choice.layout()),
                new SwitchConfig.Sparsity(choice.decoderLayers(), choice.sparseDecoderLayers(), choice.layout()),
                new Experts.Routing(choice.experts(), training, new Capacity.PerRow(UNBOUNDED), choice.jitter()),
                new SwitchConfig.RouterLosses(choice.routerZ(), choice.loadBalance(), false));
    }

    static Gpt2Config of(ModelChoice.Gpt2 choice, Vocabulary vocabulary) {
        return new Gpt2Config(
                rows(choice.rows(), vocabulary),
                new BertConfig.Shape(choice.dModel(), choice.dFf(), choice.heads(), choice.layers()),
                choice.positions(),
                Activation.GELU_NEW,
                new Gpt2Config.Scaling(true, false),
                GPT2_EPSILON,
                choice.dropout(),
                true,
                ids(vocabulary));
    }

    static BartConfig of(ModelChoice.Bart choice, Vocabulary vocabulary) {
        return new BartConfig(
                rows(choice.rows(), vocabulary),
                choice.dModel(),
                new BartConfig.Stack(choice.encoderLayers(), choice.heads(), choice.dFf()),
                new BartConfig.Stack(choice.decoderLayers(), choice.heads(), choice.dFf()),
                choice.positions(),
                Activation.GELU,
                false,
                DEVIATION,
                choice.dropout(),
                ids(vocabulary));
    }

    static CptConfig of(ModelChoice.Cpt choice, Vocabulary vocabulary) {
        BartConfig halves = new BartConfig(
                rows(choice.rows(), vocabulary),
                choice.dModel(),
                new BartConfig.Stack(choice.encoderLayers(), choice.heads(), choice.dFf()),
                new BartConfig.Stack(choice.decoderLayers(), choice.heads(), choice.dFf()),
                choice.positions(),
                Activation.GELU,
                false,
                DEVIATION,
                choice.dropout(),
                new T5Config.Ids(vocabulary.padId(), vocabulary.eosId(), vocabulary.eosId()));
        return new CptConfig(halves, choice.positions());
    }

    static T5Config.Ids ids(Vocabulary vocabulary) {
        return new T5Config.Ids(vocabulary.padId(), vocabulary.eosId(), vocabulary.padId());
    }

    static int rows(Amount said, Vocabulary vocabulary) {
        int ids = vocabulary.size();
        int rows = said.or((ids + ROWS_MULTIPLE - 1) / ROWS_MULTIPLE * ROWS_MULTIPLE);
        if (rows < ids) {
            throw Refusal.at("model.rows", "must be at least the tokenizer's %d ids, got %d", ids, rows);
        }
        return rows;
    }

    static void positive(int value, String key) {
        Refusal.require(value > 0, "%s must be at least 1, got %d", key, value);
    }

    static void within(int value, int most, String key) {
        Refusal.require(0 <= value && value <= most, "%s must be in [0, %d], got %d", key, most, value);
    }

    static void share(double value, String key) {
        Refusal.require(0 <= value && value < 1, "%s must be in [0, 1), got %s", key, value);
    }

    static void heads(int dModel, int heads) {
        positive(heads, "heads");
        Refusal.require(dModel % heads == 0, "heads must divide d-model %d, got %d", dModel, heads);
    }
}
