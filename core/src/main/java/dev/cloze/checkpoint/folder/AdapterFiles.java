package dev.cloze.checkpoint.folder;

import dev.cloze.checkpoint.tensors.OutgoingTensor;
import dev.cloze.text.Tokenizer;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * What an adapter's folder holds.
 *
 * @param config the text of {@code adapter_config.json}
 * @param file the name of the file of tensors
 * @param weights its tensors
 * @param tokenizer the tokenizer, if it has one
 * @param fillPrefix what stands before texts with gaps
 */
public record AdapterFiles(
        String config, String file, Map<String, Tensor> weights, Optional<Tokenizer> tokenizer, FillPrefix fillPrefix)
        implements FolderContent {

    public static final String CONFIG = "adapter_config.json";

    /** Takes an unmodifiable copy of the map, not of the tensors. */
    public AdapterFiles {
        weights = Map.copyOf(weights);
    }

    /** Those of an adapter that says nothing of gaps. */
    public AdapterFiles(String config, String file, Map<String, Tensor> weights, Optional<Tokenizer> tokenizer) {
        this(config, file, weights, tokenizer, FillPrefix.UNSAID);
    }

    @Override
    public AdapterFiles with(FillPrefix prefix) {
        return new AdapterFiles(config, file, weights, tokenizer, prefix);
    }

    @Override
    public void write(FolderWriter folder) throws IOException {
        if (tokenizer.isPresent()) {
            folder.tokenizer(tokenizer.get());
        }
        folder.text(CONFIG, config);
        fillPrefix.write(folder);
        folder.tensors(file, OutgoingTensor.all(weights));
    }
}
