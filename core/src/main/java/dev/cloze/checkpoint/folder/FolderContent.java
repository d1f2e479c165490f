package dev.cloze.checkpoint.folder;

import dev.cloze.text.Tokenizer;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** What a folder of trained weights holds. */
public sealed interface FolderContent permits ModelFiles, AdapterFiles {

    /** The trained weights by their names in the file. */
    Map<String, Tensor> weights();

    /** The tokenizer, if it has one. */
    Optional<Tokenizer> tokenizer();

    /** The same, saying what stands before texts with gaps. */
    FolderContent with(FillPrefix prefix);

    /** Puts all files into a folder. */
    void write(FolderWriter folder) throws IOException;
}
