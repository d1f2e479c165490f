package dev.cloze.checkpoint;

import dev.cloze.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the weights of a Hugging Face folder, whole or in shards. */
final class WeightFiles {

    static final String WHOLE = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";

    private WeightFiles() {}

    /** The folder's weights; the caller closes them. */
    static TensorFile open(Path folder) {
        if (Files.isRegularFile(folder.resolve(WHOLE))) {
            return SafeTensors.open(folder.resolve(WHOLE));
        }
        if (Files.isRegularFile(folder.resolve(INDEX))) {
            return ShardedTensors.open(folder.resolve(INDEX), SafeTensors::open);
        }
        throw Refusal.at(folder.toString(), "needs weights: %s or %s", WHOLE, INDEX);
    }
}
