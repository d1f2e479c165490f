package dev.cloze.app.cli;

import dev.cloze.Seed;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.model.T5;
import dev.cloze.model.config.T5Config;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.ByteTokenizer;
import java.nio.file.Path;
import org.bytedeco.javacpp.PointerScope;

/** A small T5 with random weights that reads and writes bytes. */
final class SmallModel {

    private SmallModel() {}

    static Path save(Path folder) {
        T5Config config = T5Config.v11(new T5Config.Shape(16, 8, 32, 2, 2, 2)).withVocab(384);
        try (PointerScope scope = new PointerScope()) {
            WeightStore store = WeightStore.initialised(new Seed(11), Precision.FLOAT32);
            T5.build(config, Weights.of(store));
            ModelFolder.save(folder, ModelFolder.files(config, store.parameters(), ByteTokenizer.of()));
        }
        return folder;
    }
}
