package dev.cloze.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * What a Hugging Face folder holds.
 *
 * @param config the text of {@code config.json}
 * @param generationConfig the text of {@code generation_config.json}
 * @param weights the tensors of {@code model.safetensors}
 * @param tokenizer the tokenizer's files
 */
public record ModelFiles(
        String config, String generationConfig, Map<String, Tensor> weights, TokenizerFiles tokenizer) {

    static final String WEIGHTS = "model.safetensors";

    /** Takes an unmodifiable copy of the map, not of the tensors. */
    public ModelFiles {
        weights = Map.copyOf(weights);
    }

    /** What a folder needs of a tokenizer. */
    public interface TokenizerFiles {

        /** Writes the tokenizer's files into {@code folder}. */
        void save(Path folder) throws IOException;

        /** What the tokenizer is recognised by. */
        String hash();
    }

    void write(FolderWriter folder) throws IOException {
        tokenizer.save(folder.folder());
        folder.adopt();
        folder.text("config.json", config);
        folder.text("generation_config.json", generationConfig);
        folder.tensors(WEIGHTS, weights);
    }
}
