package dev.cloze.app.run;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.app.config.ModelChoice;
import dev.cloze.app.config.Run;
import dev.cloze.checkpoint.LoadedModel;
import dev.cloze.checkpoint.ModelFolder;
import dev.cloze.model.ModelConfig;
import dev.cloze.model.Seq2SeqModel;
import dev.cloze.model.T5;
import dev.cloze.model.T5Config;
import dev.cloze.nn.Activation;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.Parameters;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Vocabulary;
import dev.cloze.train.ForwardFlops;
import java.nio.file.Path;

/**
 * The network of a run.
 *
 * @param config its shape
 * @param model the network
 * @param parameters its weights
 */
public record RunNetwork(ModelConfig config, Seq2SeqModel model, Parameters parameters) {

    private static final int ROWS_MULTIPLE = 128;
    private static final double EPSILON = 1e-6;

    /** The network as a run begins: new weights, or those of the folder that it goes on from. */
    public static RunNetwork first(Run run, Tokenizer tokenizer, Machine machine) {
        if (run.model() instanceof ModelChoice.Folder folder) {
            return read(folder.path(), tokenizer, machine);
        }
        T5Config config = config((ModelChoice.T5) run.model(), tokenizer.vocabulary());
        Seed seed = new Seed(run.train().seed()).split("weights");
        WeightStore store = WeightStore.initialised(seed, machine.training());
        T5 model = T5.build(config, Weights.of(store));
        return new RunNetwork(config, model, store.parameters());
    }

    /** The network in a folder, to be trained. */
    public static RunNetwork read(Path folder, Tokenizer tokenizer, Machine machine) {
        LoadedModel loaded = ModelFolder.load(folder, machine.training());
        ModelFolder.checkFits(tokenizer, loaded.config(), folder.toString());
        return new RunNetwork(loaded.config(), loaded.model(), loaded.parameters());
    }

    /** What a forward pass costs, 0 where that is not known. */
    ForwardFlops flops() {
        return config instanceof T5Config t5 ? ForwardFlops.of(t5) : (source, target) -> 0;
    }

    private static T5Config config(ModelChoice.T5 choice, Vocabulary vocabulary) {
        int ids = vocabulary.size();
        int rows = choice.rows().or((ids + ROWS_MULTIPLE - 1) / ROWS_MULTIPLE * ROWS_MULTIPLE);
        if (rows < ids) {
            throw Refusal.at("model.rows", "must be at least the tokenizer's %d ids, got %d", ids, rows);
        }
        boolean gated = choice.feedForward() == ModelChoice.FeedForward.GATED_GELU;
        return new T5Config(
                T5Config.Family.T5,
                rows,
                new T5Config.Shape(
                        choice.dModel(),
                        choice.dKv(),
                        choice.dFf(),
                        choice.heads(),
                        choice.encoderLayers(),
                        choice.decoderLayers()),
                new T5Config.Positions(choice.relativeBuckets(), choice.relativeMaxDistance()),
                new T5Config.FeedForwardKind(gated ? Activation.GELU_NEW : Activation.RELU, gated),
                new T5Config.Head(choice.tiedHead(), choice.tiedHead()),
                EPSILON,
                choice.dropout(),
                new T5Config.Ids(vocabulary.padId(), vocabulary.eosId(), vocabulary.padId()));
    }
}
