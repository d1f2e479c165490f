package dev.cloze.run;

import dev.cloze.Refusal;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.model.config.InitialModel;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.model.config.ShapeDifference;
import dev.cloze.model.config.VlmConfig;
import dev.cloze.text.Tokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether a checkpoint holds the network that a run file asks for. */
final class SavedShape {

    private SavedShape() {}

    /**
     * The shape that the run file says, which must be the checkpoint's. It is empty where a folder says it.
     *
     * @throws Refusal if the checkpoint holds another network
     */
    static Optional<ModelConfig> asked(Training run, Tokenizer tokenizer, Path checkpoint) {
        Optional<ModelConfig> own = run.model().shape(tokenizer.vocabulary());
        own.or(() -> fromFolder(run.model())).ifPresent(asked -> check(asked, checkpoint));
        return own;
    }

    // What a run came from may be gone by the time it goes on.
    private static Optional<ModelConfig> fromFolder(InitialModel choice) {
        Optional<ModelConfig> base = choice.from()
                .filter(folder -> Files.isRegularFile(folder.resolve("config.json")))
                .map(ModelFolder::shape);
        return choice instanceof InitialModel.Vlm vlm ? base.map(shape -> VlmConfig.of(shape, vlm.widths())) : base;
    }

    private static void check(ModelConfig asked, Path checkpoint) {
        List<String> differences = ShapeDifference.of(ModelFolder.shape(checkpoint), asked);
        if (!differences.isEmpty()) {
            throw Refusal.at(
                    checkpoint.toString(),
                    "holds another network than the run file asks for: %s; give another --out",
                    String.join("; ", differences));
        }
    }
}
