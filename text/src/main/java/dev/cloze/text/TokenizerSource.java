package dev.cloze.text;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.Rule;
import java.nio.file.Path;
import java.util.Optional;

/** How text becomes tokens. */
@Doc(name = "tokenizer", value = "How text becomes tokens.")
public sealed interface TokenizerSource permits TokenizerSource.Files, TokenizerSource.Bytes, TokenizerSource.Model {

    /**
     * The tokenizer itself.
     *
     * @param model the folder of the model to go on from, if there is one
     */
    Tokenizer tokenizer(Optional<Path> model);

    private static Tokenizer sampling(Tokenizer tokenizer, double strength) {
        if (strength == 0) {
            return tokenizer;
        }
        if (tokenizer instanceof SentencePieceTokenizer pieces) {
            return pieces.sampling(strength);
        }
        throw Refusal.at("tokenizer.sampling", "needs a spiece.model, got %s", strength);
    }

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
            implements TokenizerSource {

        /** Checks the range. */
        public Files {
            Rule.notNegative("sampling", sampling);
        }

        /** The best way to cut each text. */
        public Files(Path path) {
            this(path, 0);
        }

        @Override
        public Tokenizer tokenizer(Optional<Path> model) {
            return TokenizerSource.sampling(Tokenizers.load(path), sampling);
        }
    }

    /** ByT5's bytes. */
    @Doc("The bytes of UTF-8, as ByT5 reads them; nothing to train.")
    record Bytes() implements TokenizerSource {

        @Override
        public Tokenizer tokenizer(Optional<Path> model) {
            return ByteTokenizer.of();
        }
    }

    /** The tokenizer of the model to go on from. */
    @Doc("The tokenizer in the folder of the model to go on from.")
    record Model(@Doc("As with type = files.") double sampling) implements TokenizerSource {

        /** Checks the range. */
        public Model {
            Rule.notNegative("sampling", sampling);
        }

        @Override
        public Tokenizer tokenizer(Optional<Path> model) {
            Path folder =
                    model.orElseThrow(() -> Refusal.at("tokenizer", "type = model needs model.type = folder or vlm"));
            return TokenizerSource.sampling(Tokenizers.load(folder), sampling);
        }
    }
}
