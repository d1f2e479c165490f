package dev.cloze.checkpoint.folder;

import dev.cloze.Refusal;
import dev.cloze.model.Network;
import dev.cloze.model.Seq2SeqModel;
import dev.cloze.model.TextEncoder;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.tensor.Parameters;
import dev.cloze.text.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model read from a folder. It owns what it was read from: its weight files stay open with it, and closing it frees its
 * weights, its files and its tokenizer at once, for itself and for whatever was built over its weights.
 *
 * @param folder where it came from
 * @param config its shape
 * @param network the network
 * @param parameters its weights
 * @param tokenizer the folder's tokenizer, if it has one
 * @param notes what was odd about the folder but did no harm, one line each
 * @param resources what it holds
 */
public record LoadedModel(
        Path folder,
        ModelConfig config,
        Network network,
        Parameters parameters,
        Optional<Tokenizer> tokenizer,
        List<String> notes,
        ModelResources resources)
        implements AutoCloseable {

    /** Takes an unmodifiable copy of the notes. */
    public LoadedModel {
        notes = List.copyOf(notes);
    }

    /** This model with another network over its weights. */
    public LoadedModel with(Network other) {
        return new LoadedModel(folder, config, other, parameters, tokenizer, notes, resources);
    }

    /** The network as one that reads a text and writes another; stops if it is of another kind. */
    public Seq2SeqModel model() {
        if (network instanceof Seq2SeqModel model) {
            return model;
        }
        throw Refusal.at(
                folder.toString(),
                "needs a model that reads a text and writes another, got %s",
                network.getClass().getSimpleName());
    }

    /** The network as one that reads a text as a whole; stops if it is of another kind. */
    public TextEncoder encoder() {
        if (network instanceof TextEncoder encoder) {
            return encoder;
        }
        throw Refusal.at(
                folder.toString(),
                "needs a model with an encoder, got %s",
                network.getClass().getSimpleName());
    }

    /** The folder's tokenizer; stops if it has none. */
    public Tokenizer requireTokenizer() {
        return tokenizer.orElseThrow(() -> Refusal.at(
                folder.toString(),
                "needs a tokenizer: spiece.model, tokenizer.json, vocab.json with merges.txt, vocab.txt, or a"
                        + " tokenizer_config.json of class ByT5Tokenizer"));
    }

    /** Frees all that it holds; neither it nor any model over its weights can be used afterwards. */
    @Override
    public void close() {
        resources.close();
    }
}
