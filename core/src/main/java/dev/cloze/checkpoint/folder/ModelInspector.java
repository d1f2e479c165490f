package dev.cloze.checkpoint.folder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.Reasons;
import dev.cloze.Refusal;
import dev.cloze.checkpoint.disk.JsonFile;
import dev.cloze.checkpoint.tensors.ElementType;
import dev.cloze.checkpoint.tensors.RenamedTensors;
import dev.cloze.checkpoint.tensors.TensorFile;
import dev.cloze.model.Network;
import dev.cloze.model.Networks;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.Parameter;
import dev.cloze.tensor.WeightStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;

/** Describes a model folder by building its network over the headers of its files. */
final class ModelInspector {

    private static final String HEAD = "lm_head.weight";

    private final Path folder;

    ModelInspector(Path folder) {
        this.folder = folder;
    }

    ModelReport report() {
        Path configFile = folder.resolve("config.json");
        JsonNode json = JsonFile.read(configFile);
        ModelConfig said = ModelConfig.parse(json, configFile.toString());
        try (PointerScope scope = new PointerScope();
                TensorFile file = RenamedTensors.of(WeightFiles.open(folder), said);
                WeightStore store = WeightStore.described(file)) {
            ModelConfig config = said.fitted(file);
            store.learning(config::learns, Optional.empty());
            Network network = Networks.build(config, Weights.of(store));
            return new ModelReport(
                    json,
                    network.getClass().getSimpleName(),
                    store.parameters().all().stream()
                            .map(parameter -> described(parameter, file))
                            .toList(),
                    store.fit(),
                    ties(network, store),
                    files(),
                    tokenizer(config));
        }
    }

    private static DescribedWeight described(Parameter parameter, TensorFile file) {
        String name = parameter.name();
        String type = file.contains(name) ? ElementType.of(file.type(name)).name() : "none";
        List<Long> shape = Arrays.stream(parameter.master().shape()).boxed().toList();
        return new DescribedWeight(name, shape, type, parameter.trained());
    }

    private static Map<String, String> ties(Network network, WeightStore store) {
        if (!network.hasHead()) {
            return Map.of();
        }
        long head = network.head().weight().address();
        return store.parameters().all().stream()
                .filter(parameter -> parameter.compute().address() == head)
                .map(Parameter::name)
                .filter(name -> !name.equals(HEAD))
                .findFirst()
                .map(name -> Map.of(HEAD, name))
                .orElse(Map.of());
    }

    private List<ModelReport.FolderFile> files() {
        List<ModelReport.FolderFile> files = new ArrayList<>();
        try (Stream<Path> inside = Files.list(folder)) {
            for (Path file : inside.filter(Files::isRegularFile).sorted().toList()) {
                files.add(new ModelReport.FolderFile(file.getFileName().toString(), Files.size(file)));
            }
        } catch (IOException e) {
            throw Refusal.because(e, folder.toString(), "cannot be read: %s", Reasons.of(e));
        }
        return files;
    }

    private Optional<String> tokenizer(ModelConfig config) {
        try {
            return ModelFolder.tokenizer(folder, config)
                    .map(tokenizer -> "%s, %,d ids"
                            .formatted(
                                    tokenizer.getClass().getSimpleName(),
                                    tokenizer.vocabulary().size()));
        } catch (Refusal e) {
            return Optional.of("cannot be used: " + e.getMessage());
        }
    }
}
