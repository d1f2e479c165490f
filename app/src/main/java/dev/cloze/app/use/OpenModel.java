package dev.cloze.app.use;

import dev.cloze.Refusal;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.generate.Generator;
import dev.cloze.model.config.VlmConfig;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.Tokenizer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A model folder opened for use.
 *
 * @param loaded the model
 * @param tokenizer its tokenizer
 * @param generator lets it write
 */
public record OpenModel(LoadedModel loaded, Tokenizer tokenizer, Generator generator) {

    /**
     * Opens a model.
     *
     * @param source where it comes from
     * @param device {@code auto}, {@code cpu} or {@code cuda:0}
     * @param precision {@code auto}, {@code float32}, {@code bf16} or {@code int8}
     * @param notes told of what was odd about the folder
     */
    public static OpenModel of(ModelSource source, String device, String precision, Consumer<String> notes) {
        ComputeDevice where = ComputeDevice.parse(device);
        WeightStore.Placement placement =
                new WeightStore.Placement(Precision.forUse(precision, where), where, WeightStore.Use.PACKED);
        LoadedModel loaded = source.load(placement);
        loaded.notes().forEach(notes);
        if (loaded.config() instanceof VlmConfig config && config.tasks().size() > 1) {
            Refusal.require(
                    source.used().isPresent(), "--use must say which task: %s", String.join(", ", config.tasks()));
        }
        Tokenizer tokenizer = loaded.requireTokenizer();
        Generator generator = new Generator(loaded.network(), loaded.config().ids(), Optional.of(tokenizer), where);
        return new OpenModel(loaded, tokenizer, generator);
    }

    /** Where the model lies that {@code folder} stands for: a model's folder, or a run's; of an adapter, the model it is for. */
    public static Path find(Path folder) {
        return ModelSource.of(folder).model();
    }
}
