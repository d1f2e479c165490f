package dev.cloze.run;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.adapter.Adapter;
import dev.cloze.adapter.InitialAdapter;
import dev.cloze.batch.Packing;
import dev.cloze.checkpoint.adapter.AdapterFolder;
import dev.cloze.checkpoint.adapter.LoadedAdapter;
import dev.cloze.checkpoint.folder.FolderContent;
import dev.cloze.checkpoint.folder.KeptFiles;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.checkpoint.tensors.TensorFile;
import dev.cloze.model.Network;
import dev.cloze.model.Networks;
import dev.cloze.model.Seq2SeqModel;
import dev.cloze.model.Vlm;
import dev.cloze.model.config.InitialModel;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.model.config.VlmConfig;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.Lifetime;
import dev.cloze.tensor.Parameters;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.Tokenizer;
import dev.cloze.train.ForwardFlops;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The network of a run.
 *
 * @param config its shape
 * @param model the network
 * @param parameters the weights that are learnt
 * @param kept what it keeps of the folder that it came from
 * @param adapter what the weights belong to, if that is not the network itself
 * @param resources what it holds, freed when it is closed
 */
record RunNetwork(
        ModelConfig config,
        Network model,
        Parameters parameters,
        KeptFiles kept,
        Optional<Adapted> adapter,
        Resources resources)
        implements AutoCloseable {

    /**
     * An adapter in a network.
     *
     * @param adapter what it is
     * @param base the folder of the network, which stays as it is
     * @param frozen how many weights that has
     */
    record Adapted(Adapter adapter, Path base, long frozen) {}

    /** What frees the memory of a network. */
    @FunctionalInterface
    interface Resources {
        void close();
    }

    /** A network that comes from no folder, or goes into none. */
    RunNetwork(ModelConfig config, Network model, Parameters parameters) {
        this(config, model, parameters, KeptFiles.NONE, Optional.empty(), () -> {});
    }

    /** The network as a run begins: new weights, or those of the folder that it goes on from. */
    static RunNetwork first(Training run, Tokenizer tokenizer, Machine machine) {
        if (!(run.adapter() instanceof InitialAdapter.None)) {
            return begun(run, tokenizer, machine);
        }
        if (run.model() instanceof InitialModel.Vlm vlm) {
            return versatile(vlm, tokenizer, machine, new Seed(run.train().seed()).split("weights"));
        }
        if (run.model() instanceof InitialModel.Folder folder) {
            return read(folder.path(), tokenizer, machine);
        }
        ModelConfig config = run.model().shape(tokenizer.vocabulary()).orElseThrow();
        Seed seed = new Seed(run.train().seed()).split("weights");
        Lifetime weights = new Lifetime();
        return weights.building(() -> {
            WeightStore store = WeightStore.initialised(seed, machine.training());
            Network network = Networks.build(config, Weights.of(store));
            return new RunNetwork(
                    config, network, store.parameters(), KeptFiles.NONE, Optional.empty(), weights::close);
        });
    }

    // The GPT-2 stays as it is: tasks that its folder does not have get new adapters.
    private static RunNetwork versatile(InitialModel.Vlm vlm, Tokenizer tokenizer, Machine machine, Seed seed) {
        Learning learning = new Learning(vlm.widths(), Optional.of(seed), Optional.empty());
        return of(ModelFolder.load(vlm.path(), machine.training(), learning), tokenizer);
    }

    private static RunNetwork begun(Training run, Tokenizer tokenizer, Machine machine) {
        Path base = base(run);
        Seed seed = new Seed(run.train().seed()).split("weights");
        LoadedAdapter loaded = AdapterFolder.begin(
                base,
                model -> run.adapter().adapter(model, tokenizer, seed).orElseThrow(),
                machine.frozen(),
                machine.training(),
                seed);
        return adapted(loaded, base, tokenizer);
    }

    private static RunNetwork adapted(LoadedAdapter loaded, Path base, Tokenizer tokenizer) {
        LoadedModel model = loaded.model();
        ModelFolder.checkFits(tokenizer, model.config(), base.toString());
        Adapted adapted = new Adapted(loaded.adapter(), base, model.parameters().size());
        return new RunNetwork(
                model.config(),
                model.network(),
                loaded.parameters(),
                KeptFiles.NONE,
                Optional.of(adapted),
                model::close);
    }

    private static Path base(Training run) {
        if (run.adapter().needsWholeRows() && run.batch().packing() != Packing.NONE) {
            throw Refusal.at("batch.packing", "must be none with this adapter: its tokens stand before one text a row");
        }
        if (run.model() instanceof InitialModel.Folder folder) {
            return folder.path();
        }
        throw Refusal.at("adapter", "needs a trained model: model { type = folder, path = … }");
    }

    /** The network of a run as a checkpoint has it. */
    static RunNetwork again(Training run, Path checkpoint, Tokenizer tokenizer, Machine machine) {
        if (run.adapter() instanceof InitialAdapter.None) {
            Learning learning = new Learning(Map.of(), Optional.empty(), SavedShape.asked(run, tokenizer, checkpoint));
            return of(ModelFolder.load(checkpoint, machine.training(), learning), tokenizer);
        }
        Path base = base(run);
        LoadedAdapter loaded = AdapterFolder.load(base, checkpoint, machine.frozen(), machine.training());
        Seed seed = new Seed(run.train().seed()).split("weights");
        Adapter asked =
                run.adapter().adapter(loaded.model().config(), tokenizer, seed).orElseThrow();
        if (!asked.toJson().equals(loaded.adapter().toJson())) {
            throw Refusal.at(
                    checkpoint.toString(), "holds another adapter than the run file asks for; give another --out");
        }
        return adapted(loaded, base, tokenizer);
    }

    /** The same, reading batches whose rows say their tasks by indices of these names. */
    RunNetwork counting(List<String> tasks) {
        return model instanceof Vlm vlm
                ? new RunNetwork(config, vlm.counting(tasks), parameters, kept, adapter, resources)
                : this;
    }

    /** What a folder of the learnt weights holds; {@code whole} has all that training needs. */
    FolderContent files(Tokenizer tokenizer, boolean whole) {
        if (adapter.isEmpty()) {
            return whole
                    ? ModelFolder.checkpoint(config, parameters, tokenizer, kept)
                    : ModelFolder.files(config, parameters, tokenizer, kept);
        }
        Adapted own = adapter.get();
        return AdapterFolder.files(
                own.adapter(),
                own.base().toAbsolutePath().normalize().toString(),
                config,
                whole ? Adapter.all(parameters) : own.adapter().kept(parameters),
                Optional.of(tokenizer));
    }

    /** The network in a folder, to be trained. */
    static RunNetwork read(Path folder, Tokenizer tokenizer, Machine machine) {
        Learning learning = new Learning(Map.of(), Optional.empty(), Optional.empty());
        return of(ModelFolder.load(folder, machine.training(), learning), tokenizer);
    }

    /**
     * How a folder's model is built to be trained: only what its shape says is learnt changes.
     *
     * @param tasks those that a VLM gets unless it has them
     * @param drawn what the weights of new ones are drawn from
     * @param known the shape, if it is known better than the folder can say
     */
    private record Learning(Map<String, Integer> tasks, Optional<Seed> drawn, Optional<ModelConfig> known)
            implements ModelFolder.Building {

        @Override
        public ModelConfig shape(ModelConfig fitted) {
            return known.orElseGet(() -> tasks.isEmpty() ? fitted : VlmConfig.of(fitted, tasks));
        }

        @Override
        public WeightStore store(TensorFile file, ModelConfig config, WeightStore.Placement placement) {
            return WeightStore.from(file, placement).learning(config::learns, drawn);
        }

        @Override
        public Network build(ModelConfig config, Weights weights) {
            return Networks.build(config, weights);
        }
    }

    private static RunNetwork of(LoadedModel loaded, Tokenizer tokenizer) {
        Path folder = loaded.folder();
        ModelFolder.checkFits(tokenizer, loaded.config(), folder.toString());
        boolean own = loaded.tokenizer()
                .filter(found -> found.hash().equals(tokenizer.hash()))
                .isPresent();
        KeptFiles kept = KeptFiles.of(folder, own);
        return new RunNetwork(
                loaded.config(), loaded.network(), loaded.parameters(), kept, Optional.empty(), loaded::close);
    }

    /** It, if it reads one text and writes another, as one that fills gaps must. */
    Optional<Seq2SeqModel> filler() {
        return model instanceof Seq2SeqModel filler ? Optional.of(filler) : Optional.empty();
    }

    /** How many weights stay as they are. */
    long frozen() {
        return adapter.map(Adapted::frozen)
                .orElseGet(() -> parameters.all().stream()
                        .filter(parameter -> !config.learns(parameter.name()))
                        .mapToLong(parameter -> parameter.master().numel())
                        .sum());
    }

    /** How many are learnt. */
    long learnt() {
        return adapter.isPresent() ? parameters.size() : parameters.size() - frozen();
    }

    /** What a forward pass costs. */
    ForwardFlops flops() {
        ForwardFlops whole = ForwardFlops.of(config);
        // Frozen weights need no gradients: two products of three.
        return frozen() == 0 ? whole : (source, target) -> whole.of(source, target) * 2 / 3;
    }

    /** Frees the weights; the network cannot be used afterwards. */
    @Override
    public void close() {
        resources.close();
    }
}
