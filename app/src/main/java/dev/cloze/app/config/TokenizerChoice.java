package dev.cloze.app.config;

import java.nio.file.Path;

/** How text becomes tokens. */
public sealed interface TokenizerChoice {

    /** A trained tokenizer. */
    @Doc("A trained tokenizer: spiece.model with its tokenizer_config.json.")
    record Files(
            @Doc("Its folder, or the file spiece.model itself.")
            Path path) implements TokenizerChoice {}

    /** ByT5's bytes. */
    @Doc("The bytes of UTF-8, as ByT5 reads them; nothing to train.")
    record Bytes() implements TokenizerChoice {}

    /** The tokenizer of the model to go on from. */
    @Doc("The tokenizer in the folder of the model to go on from.")
    record Model() implements TokenizerChoice {}
}
