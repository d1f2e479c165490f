package dev.cloze.checkpoint;

import dev.cloze.Refusal;
import dev.cloze.model.T5;
import dev.cloze.model.T5Config;
import dev.cloze.tensor.Parameters;
import dev.cloze.text.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model read from a folder.
 *
 * @param folder where it came from
 * @param config its shape
 * @param model the network
 * @param parameters its weights
 * @param tokenizer the folder's tokenizer, if it has one
 * @param notes what was odd about the folder but did no harm, one line each
 */
public record LoadedModel(
        Path folder,
        T5Config config,
        T5 model,
        Parameters parameters,
        Optional<Tokenizer> tokenizer,
        List<String> notes) {

    /** Takes an unmodifiable copy of the notes. */
    public LoadedModel {
        notes = List.copyOf(notes);
    }

    /** The folder's tokenizer; stops if it has none. */
    public Tokenizer requireTokenizer() {
        return tokenizer.orElseThrow(() -> Refusal.at(
                folder.toString(),
                "needs a tokenizer: spiece.model or a tokenizer_config.json of class ByT5Tokenizer"));
    }
}
