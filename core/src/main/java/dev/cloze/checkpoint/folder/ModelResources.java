package dev.cloze.checkpoint.folder;

import dev.cloze.checkpoint.tensors.TensorFile;
import dev.cloze.tensor.Lifetime;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.JsonTokenizer;
import dev.cloze.text.Tokenizer;
import java.util.Optional;

/**
 * What a loaded model holds until it is closed.
 *
 * @param weights the memory of its layers
 * @param file the files that its weights come from
 * @param tokenizer its tokenizer
 */
record ModelResources(Lifetime weights, TensorFile file, Optional<Tokenizer> tokenizer) implements AutoCloseable {

    /** All weights were read. A model in use keeps its files; one in training has weights of its own, and its checkpoints go. */
    void loaded(WeightStore.Placement placement) {
        if (placement.use() == WeightStore.Use.TRAINING) {
            file.close();
        } else {
            file.release();
        }
    }

    @Override
    public void close() {
        weights.close();
        file.close();
        if (tokenizer.isPresent() && tokenizer.get() instanceof JsonTokenizer library) {
            library.close();
        }
    }
}
