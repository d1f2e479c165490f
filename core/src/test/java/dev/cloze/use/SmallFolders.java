package dev.cloze.use;

import dev.cloze.Seed;
import dev.cloze.adapter.Lora;
import dev.cloze.adapter.target.Ranks;
import dev.cloze.checkpoint.adapter.AdapterFolder;
import dev.cloze.checkpoint.adapter.LoadedAdapter;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.model.Networks;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.model.config.T5Config;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.ByteTokenizer;
import dev.cloze.text.Tokenizer;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Folders of models and adapters with random weights, as small as they can be. */
final class SmallFolders {

    private SmallFolders() {}

    /** A T5 that reads and writes bytes. */
    static Path t5(Path folder) {
        return model(
                folder, T5Config.v11(new T5Config.Shape(32, 8, 64, 4, 2, 2)).withVocab(384), ByteTokenizer.of());
    }

    static Path model(Path folder, ModelConfig config, Tokenizer tokenizer) {
        try (PointerScope scope = new PointerScope()) {
            WeightStore store = WeightStore.initialised(new Seed(11), Precision.FLOAT32);
            Networks.build(config, Weights.of(store));
            ModelFolder.save(folder, ModelFolder.files(config, store.parameters(), tokenizer));
        }
        return folder;
    }

    /** An adapter of a model beside some of its maps, moved well away from where it begins. */
    static Path lora(Path folder, Path model, long seed, String... targets) {
        try (PointerScope scope = new PointerScope()) {
            LoadedAdapter loaded = AdapterFolder.begin(
                    model,
                    config -> Lora.of(Ranks.of(2, 4), targets),
                    placement(WeightStore.Use.FROZEN),
                    placement(WeightStore.Use.TRAINING),
                    new Seed(seed));
            Scopes.withoutGradient(() -> loaded.parameters().all().forEach(parameter -> {
                Tensor noise = Tensors.of(
                        new float[Math.toIntExact(parameter.master().numel())],
                        parameter.master().shape());
                Initialiser.normal(0.5).fill(noise, new Seed(seed).split(parameter.name()));
                parameter.master().add_(noise, new Scalar(1));
            }));
            ModelFolder.save(
                    folder,
                    AdapterFolder.files(
                            loaded.adapter(),
                            "",
                            loaded.model().config(),
                            loaded.adapter().kept(loaded.parameters()),
                            Optional.empty()));
            loaded.model().close();
        }
        return folder;
    }

    private static WeightStore.Placement placement(WeightStore.Use use) {
        return new WeightStore.Placement(Precision.FLOAT32, ComputeDevice.CPU, use);
    }
}
