package dev.cloze.app.run;

import dev.cloze.Seed;
import dev.cloze.app.config.ModelChoice;
import dev.cloze.app.config.Run;
import dev.cloze.checkpoint.KeptFiles;
import dev.cloze.checkpoint.LoadedModel;
import dev.cloze.checkpoint.ModelFolder;
import dev.cloze.model.ModelConfig;
import dev.cloze.model.Network;
import dev.cloze.model.Seq2SeqModel;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.Parameters;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.Tokenizer;
import dev.cloze.train.ForwardFlops;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The network of a run.
 *
 * @param config its shape
 * @param model the network
 * @param parameters its weights
 * @param kept what it keeps of the folder that it came from
 */
public record RunNetwork(ModelConfig config, Network model, Parameters parameters, KeptFiles kept) {

    /** A network that comes from no folder, or goes into none. */
    public RunNetwork(ModelConfig config, Network model, Parameters parameters) {
        this(config, model, parameters, KeptFiles.NONE);
    }

    /** The network as a run begins: new weights, or those of the folder that it goes on from. */
    public static RunNetwork first(Run run, Tokenizer tokenizer, Machine machine) {
        if (run.model() instanceof ModelChoice.Folder folder) {
            return read(folder.path(), tokenizer, machine);
        }
        ModelConfig config = run.model().shape(tokenizer.vocabulary()).orElseThrow();
        Seed seed = new Seed(run.train().seed()).split("weights");
        WeightStore store = WeightStore.initialised(seed, machine.training());
        return new RunNetwork(config, config.build(Weights.of(store)), store.parameters());
    }

    /** The network in a folder, to be trained. */
    public static RunNetwork read(Path folder, Tokenizer tokenizer, Machine machine) {
        LoadedModel loaded = ModelFolder.load(folder, machine.training());
        ModelFolder.checkFits(tokenizer, loaded.config(), folder.toString());
        boolean own = loaded.tokenizer()
                .filter(found -> found.hash().equals(tokenizer.hash()))
                .isPresent();
        return new RunNetwork(loaded.config(), loaded.network(), loaded.parameters(), KeptFiles.of(folder, own));
    }

    /** It, if it reads one text and writes another, as one that fills gaps must. */
    Optional<Seq2SeqModel> filler() {
        return model instanceof Seq2SeqModel filler ? Optional.of(filler) : Optional.empty();
    }

    /** What a forward pass costs. */
    ForwardFlops flops() {
        return ForwardFlops.of(config);
    }
}
