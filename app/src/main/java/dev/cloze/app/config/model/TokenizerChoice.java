package dev.cloze.app.config.model;

import dev.cloze.Doc;
import dev.cloze.Rule;
import java.nio.file.Path;

/** How text becomes tokens. */
public sealed interface TokenizerChoice permits TokenizerChoice.Files, TokenizerChoice.Bytes, TokenizerChoice.Model {

    /** A trained tokenizer. */
    @Doc("A trained tokenizer: spiece.model with its tokenizer_config.json.")
    record Files(
            @Doc("Its folder, or the file spiece.model itself.")
            Path path,

            @Doc(
                    "How strongly the ways to cut a text vary from pass to pass, spiece.model only; 0 takes the best way. With"
                            + " unigrams the power of the probabilities that ways are drawn by, such as 0.1; with BPE the share of"
                            + " merges left out.")
            double sampling)
            implements TokenizerChoice {

        /** Checks the range. */
        public Files {
            Rule.notNegative("sampling", sampling);
        }
    }

    /** ByT5's bytes. */
    @Doc("The bytes of UTF-8, as ByT5 reads them; nothing to train.")
    record Bytes() implements TokenizerChoice {}

    /** The tokenizer of the model to go on from. */
    @Doc("The tokenizer in the folder of the model to go on from.")
    record Model(@Doc("As with type = files.") double sampling) implements TokenizerChoice {

        /** Checks the range. */
        public Model {
            Rule.notNegative("sampling", sampling);
        }
    }
}
