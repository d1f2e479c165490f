package dev.cloze.checkpoint.folder;

import dev.cloze.checkpoint.tensors.OutgoingTensor;
import dev.cloze.text.Tokenizer;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * What a Hugging Face folder holds.
 *
 * @param config the text of {@code config.json}
 * @param generationConfig the text of {@code generation_config.json}
 * @param weights the tensors of {@code model.safetensors}
 * @param tokenizer the tokenizer, if it has one
 * @param kept files that stand in the place of those written here
 * @param fillPrefix what stands before texts with gaps
 */
public record ModelFiles(
        String config,
        String generationConfig,
        Map<String, Tensor> weights,
        Optional<Tokenizer> tokenizer,
        KeptFiles kept,
        FillPrefix fillPrefix)
        implements FolderContent {

    /** Takes an unmodifiable copy of the map, not of the tensors. */
    public ModelFiles {
        weights = Map.copyOf(weights);
    }

    /** Those of a model that comes from no folder. */
    public ModelFiles(
            String config, String generationConfig, Map<String, Tensor> weights, Optional<Tokenizer> tokenizer) {
        this(config, generationConfig, weights, tokenizer, KeptFiles.NONE, FillPrefix.UNSAID);
    }

    @Override
    public ModelFiles with(FillPrefix prefix) {
        return new ModelFiles(config, generationConfig, weights, tokenizer, kept, prefix);
    }

    @Override
    public void write(FolderWriter folder) throws IOException {
        if (tokenizer.isPresent()) {
            folder.tokenizer(tokenizer.get());
        }
        folder.text("config.json", config);
        folder.text(KeptFiles.GENERATION, generationConfig);
        kept.write(folder);
        fillPrefix.write(folder);
        Shards.write(folder, OutgoingTensor.all(weights), Shards.LARGEST);
    }
}
