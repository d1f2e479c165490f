package dev.cloze.checkpoint.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.Shown;
import dev.cloze.adapter.Adapter;
import dev.cloze.adapter.Bottlenecks;
import dev.cloze.checkpoint.disk.JsonFile;
import dev.cloze.checkpoint.folder.AdapterFiles;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.checkpoint.pickle.PickledTensors;
import dev.cloze.checkpoint.tensors.NameMap;
import dev.cloze.checkpoint.tensors.RenamedTensors;
import dev.cloze.checkpoint.tensors.SafeTensors;
import dev.cloze.checkpoint.tensors.TensorFile;
import dev.cloze.model.Network;
import dev.cloze.model.Networks;
import dev.cloze.model.config.BertConfig;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.model.config.VlmConfig;
import dev.cloze.nn.SharedWeights;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.Tokenizer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * PEFT's way to keep an adapter: {@code adapter_config.json} and {@code adapter_model.safetensors}. An adapter that was
 * trained here opens in peft, and the other way round. Bottlenecks are kept in AdapterHub's way.
 */
public final class AdapterFolder {

    /** The file that says what an adapter is. */
    private static final String WEIGHTS = "adapter_model.safetensors";

    private static final String HUB_WEIGHTS = "adapter.safetensors";
    private static final List<String> PICKLED = List.of("adapter_model.bin", "pytorch_adapter.bin");

    private static final String PREFIX = "base_model.model.";
    private static final int SHOWN = 5;

    // LoraInjection beside an embedding or a head.
    private static final Pattern WORDS = Pattern.compile(
            ".*\\.lora_embedding_[AB]|.*\\.token_adapter\\..*|(lm_head|cls\\.predictions\\.decoder)\\.lora_[AB]\\.weight");

    // What PEFT adds where a update is beside an embedding or a head: the model's own, as it is.
    private static final Pattern COPIES = Pattern.compile(
            "(?:.*\\.)?(?:wte|embed_tokens|shared|word_embeddings|lm_head|decoder)(?:\\.base_layer)?\\.(?:weight|bias)");

    private AdapterFolder() {}

    /** What the adapter in {@code folder} is. */
    public static Adapter settings(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw Refusal.at(folder.toString(), "there is no such folder");
        }
        Path file = folder.resolve(AdapterFiles.CONFIG);
        return Adapter.parse(JsonFile.read(file), file.toString());
    }

    /** The folder of the model that the adapter in {@code folder} was trained in. */
    public static Path base(Path folder) {
        Path file = folder.resolve(AdapterFiles.CONFIG);
        String base = JsonFile.read(file).path("base_model_name_or_path").asText("");
        try {
            Path path = Path.of(base);
            if (!base.isBlank() && !base.equals("null") && Files.isDirectory(path)) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw Refusal.because(
                    e, file.toString(), "base_model_name_or_path must be a folder, got %s", Shown.of(base));
        }
        throw Refusal.at(
                file.toString(),
                "base_model_name_or_path is no folder here, got %s: give the model's folder and this one by --adapter",
                Shown.of(base));
    }

    /** The tensors of the adapter in {@code folder}, by the model's names; the caller closes them. */
    static TensorFile open(Path folder) {
        JsonNode config = JsonFile.read(folder.resolve(AdapterFiles.CONFIG));
        NameMap names = settings(folder).hub()
                ? new HubNames(config.path("name").asText(Bottlenecks.NAME))
                : AdapterFolder::ownName;
        return RenamedTensors.of(weights(folder), names);
    }

    private static TensorFile weights(Path folder) {
        return Stream.of(WEIGHTS, HUB_WEIGHTS)
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .<TensorFile>map(SafeTensors::open)
                .findFirst()
                .or(() -> pickled(folder))
                .orElseThrow(() -> Refusal.at(
                        folder.toString(),
                        "needs weights: %s, %s or %s",
                        WEIGHTS,
                        HUB_WEIGHTS,
                        String.join(", ", PICKLED)));
    }

    private static Optional<TensorFile> pickled(Path folder) {
        return PICKLED.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .<TensorFile>map(PickledTensors::open)
                .findFirst();
    }

    private static Optional<String> ownName(String stored, Set<String> all) {
        return Optional.of(stored.startsWith(PREFIX) ? stored.substring(PREFIX.length()) : stored);
    }

    /**
     * Reads a model and puts the adapter of another folder into it.
     *
     * @param model the model's folder
     * @param folder the adapter's
     * @param base how the model's weights are held
     * @param own how the adapter's are
     */
    public static LoadedAdapter load(Path model, Path folder, WeightStore.Placement base, WeightStore.Placement own) {
        Adapter adapter = settings(folder);
        try (TensorFile file = open(folder)) {
            WeightStore store = WeightStore.from(file, own);
            LoadedModel loaded = ModelFolder.load(model, base, (config, weights) -> {
                Network network = adapter.build(config, weights, Weights.of(store));
                store.verify(file.toString());
                requireAllUsed(unused(store, file, config), file.toString());
                return network;
            });
            return new LoadedAdapter(adapter, loaded, store.parameters());
        }
    }

    /**
     * Puts adapters beside a model's weights. Where rows of one batch can choose among several, they are in one network.
     *
     * @param folders the adapters' by their names
     * @param config the model's shape
     * @param weights its weights, shared by all that is built over them
     * @param placement how they are held
     * @return by the adapters' names and in their order, the network whose usual adapter each is
     */
    public static Map<String, Network> beside(
            Map<String, Path> folders, ModelConfig config, SharedWeights weights, WeightStore.Placement placement) {
        Map<String, Network> networks = new LinkedHashMap<>();
        boolean together = folders.size() > 1
                && !(config instanceof VlmConfig)
                && folders.values().stream().allMatch(folder -> settings(folder).byRow());
        if (together) {
            List<Network> views = built(List.copyOf(folders.values()), config, weights, beside(placement));
            folders.keySet().forEach(name -> networks.put(name, views.get(networks.size())));
        } else {
            folders.forEach((name, folder) -> networks.put(
                    name,
                    built(List.of(folder), config, weights, beside(placement)).get(0)));
        }
        return networks;
    }

    private static List<Network> built(
            List<Path> folders, ModelConfig config, Weights base, WeightStore.Placement own) {
        List<TensorFile> files = new ArrayList<>();
        try {
            List<WeightStore> stores = new ArrayList<>();
            List<Adapter.Beside> adapters = new ArrayList<>();
            for (Path folder : folders) {
                files.add(open(folder));
                stores.add(WeightStore.from(files.get(files.size() - 1), own));
                adapters.add(new Adapter.Beside(settings(folder), Weights.of(stores.get(stores.size() - 1))));
            }
            Adapter.Beside first = adapters.get(0);
            List<Network> networks = adapters.size() == 1
                    ? List.of(first.adapter().build(config, base, first.own()))
                    : Adapter.buildTogether(config, base, adapters);
            for (int i = 0; i < stores.size(); i++) {
                stores.get(i).verify(files.get(i).toString());
                requireAllUsed(
                        unused(stores.get(i), files.get(i), config),
                        files.get(i).toString());
            }
            return networks;
        } finally {
            files.forEach(TensorFile::close);
        }
    }

    /**
     * Reads a model and puts a new adapter into it, to be trained.
     *
     * @param model the model's folder
     * @param adapter what is put into a model of its shape
     * @param base how the model's weights are held
     * @param own how the adapter's are
     * @param seed what they are drawn from
     */
    public static LoadedAdapter begin(
            Path model,
            Function<ModelConfig, Adapter> adapter,
            WeightStore.Placement base,
            WeightStore.Placement own,
            Seed seed) {
        WeightStore store = WeightStore.initialised(seed, own);
        LoadedModel loaded = ModelFolder.load(
                model, base, (config, weights) -> adapter.apply(config).build(config, weights, Weights.of(store)));
        return new LoadedAdapter(adapter.apply(loaded.config()), loaded, store.parameters());
    }

    /**
     * What the folder of an adapter holds.
     *
     * @param settings what the adapter is
     * @param base the model's folder, as PEFT is to find it; empty for none
     * @param model the model
     * @param weights the adapter's weights by their names, as {@link Adapter#kept} or {@link Adapter#all} gives them
     * @param tokenizer the model's tokenizer, if it has one
     */
    public static AdapterFiles files(
            Adapter settings,
            String base,
            ModelConfig model,
            Map<String, Tensor> weights,
            Optional<Tokenizer> tokenizer) {
        ObjectNode json = settings.toJson();
        if (!settings.hub()) {
            task(model).ifPresentOrElse(task -> json.put("task_type", task), () -> json.putNull("task_type"));
        }
        if (!base.isEmpty()) {
            json.put("base_model_name_or_path", base);
        }
        String text = json.toPrettyString() + "\n";
        return settings.hub()
                ? new AdapterFiles(text, HUB_WEIGHTS, weights, tokenizer)
                : new AdapterFiles(text, WEIGHTS, outgoing(weights), tokenizer);
    }

    private static Optional<String> task(ModelConfig model) {
        if (model instanceof BertConfig) {
            return Optional.empty();
        }
        return Optional.of(model.blocks().stacks() == 1 ? "CAUSAL_LM" : "SEQ_2_SEQ_LM");
    }

    // Vectors of virtual tokens are no part of the model.
    private static Map<String, Tensor> outgoing(Map<String, Tensor> weights) {
        Map<String, Tensor> outgoing = new LinkedHashMap<>();
        weights.forEach((name, weight) -> outgoing.put(name.startsWith("prompt_") ? name : PREFIX + name, weight));
        return outgoing;
    }

    /**
     * Reads a model to be used with the adapter of another folder: merged into its weights where that is possible, so that
     * it is as fast as the model alone, else beside them.
     */
    public static LoadedModel use(Path model, Path folder, WeightStore.Placement placement) {
        Path configFile = model.resolve("config.json");
        ModelConfig config = ModelConfig.parse(JsonFile.read(configFile), configFile.toString());
        if (settings(folder).merge().isEmpty() || changesWords(folder, config)) {
            return load(model, folder, placement, beside(placement)).model();
        }
        return ModelFolder.load(model, placement, new ModelFolder.Building() {
            @Override
            public Network build(ModelConfig fitted, Weights weights) {
                return Networks.build(fitted, weights);
            }

            @Override
            public TensorFile view(TensorFile file) {
                return MergedAdapter.of(file, folder, config.fitted(file).tied());
            }
        });
    }

    // An embedding may be read at several places, of which the adapter changes one.
    private static boolean changesWords(Path folder, ModelConfig config) {
        try (TensorFile file = open(folder)) {
            return changesWords(file) || (config.tied() && file.names().stream().anyMatch(MergedAdapter::isTied));
        }
    }

    private static boolean changesWords(TensorFile file) {
        return file.names().stream().anyMatch(name -> WORDS.matcher(name).matches());
    }

    // Beside packed weights flow float32 numbers.
    private static WeightStore.Placement beside(WeightStore.Placement base) {
        boolean packed = base.use() == WeightStore.Use.PACKED && base.device().isCpu();
        return new WeightStore.Placement(
                packed ? Precision.FLOAT32 : base.precision(), base.device(), WeightStore.Use.INFERENCE);
    }

    // A copy of another length would mean that the model's vocabulary was changed.
    private static Set<String> unused(WeightStore store, TensorFile file, ModelConfig config) {
        Set<String> unused = new TreeSet<>(store.unused());
        unused.removeIf(
                name -> changesWords(file) && COPIES.matcher(name).matches() && file.shape(name)[0] == config.vocab());
        return unused;
    }

    private static void requireAllUsed(Set<String> unused, String place) {
        if (!unused.isEmpty()) {
            throw Refusal.at(
                    place,
                    "%d tensors have no place in this model: %s",
                    unused.size(),
                    unused.stream().limit(SHOWN).map(Shown::of).collect(Collectors.joining(", ")));
        }
    }
}
