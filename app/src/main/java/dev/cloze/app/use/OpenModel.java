package dev.cloze.app.use;

import dev.cloze.Refusal;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.generate.Generator;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.Tokenizer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
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
        Map<String, OpenModel> each = each(source, device, precision, notes);
        OpenModel only = each.get("");
        if (only == null) {
            throw Refusal.at("--use", "must say which of %s", String.join(", ", each.keySet()));
        }
        return only;
    }

    /**
     * As {@link #of}, by the name of an adapter or a task where each text may say which, else by the empty name. Their weights
     * are there once.
     */
    public static Map<String, OpenModel> each(
            ModelSource source, String device, String precision, Consumer<String> notes) {
        ComputeDevice where = ComputeDevice.parse(device);
        WeightStore.Placement placement =
                new WeightStore.Placement(Precision.forUse(precision, where), where, WeightStore.Use.PACKED);
        Map<String, OpenModel> each = new LinkedHashMap<>();
        source.each(placement).forEach((name, loaded) -> {
            if (each.isEmpty()) {
                loaded.notes().forEach(notes);
            }
            Tokenizer tokenizer = loaded.requireTokenizer();
            Generator generator =
                    new Generator(loaded.network(), loaded.config().ids(), Optional.of(tokenizer), where);
            each.put(name, new OpenModel(loaded, tokenizer, generator));
        });
        return each;
    }

    /** Where the model lies that {@code folder} stands for: a model's folder, or a run's; of an adapter, the model it is for. */
    public static Path find(Path folder) {
        return ModelSource.of(folder).model();
    }
}
