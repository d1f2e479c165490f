package dev.cloze.use;

import dev.cloze.Refusal;
import dev.cloze.model.CausalModel;
import dev.cloze.model.Network;
import dev.cloze.text.Framing;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokens;
import java.util.OptionalInt;

/**
 * Texts as a model reads and writes them, framed as in its training.
 *
 * @param network the model
 * @param tokenizer its tokenizer
 * @param start what a model begins with that goes on from nothing
 */
record ModelTexts(Network network, Tokenizer tokenizer, int start) {

    /** What is read before a text is written. */
    Tokens input(String text) {
        return input(text, OptionalInt.empty());
    }

    /** As {@link #input(String)}, beginning with {@code first}, if it is given, where there is nothing to go on from. */
    Tokens input(String text, OptionalInt first) {
        Tokens tokens = tokenizer.framing().around(tokenizer.encode(text));
        return isNothing(tokens) ? Tokens.of(first.orElse(start)) : tokens;
    }

    /** What is read before a text that is scored. */
    Tokens scoredInput(String text) {
        Tokens tokens = tokenizer.framing().around(tokenizer.encode(text));
        if (isNothing(tokens)) {
            throw Refusal.at("input", "must have a token at least for a model that goes on from it, got '%s'", text);
        }
        return tokens;
    }

    private boolean isNothing(Tokens tokens) {
        return network instanceof CausalModel causal && causal.prompt(tokens).isEmpty();
    }

    /** What might be written, its end included. */
    Tokens target(String text) {
        Framing framing = tokenizer.framing().ofTargets(tokenizer.vocabulary().eosId());
        return framing.around(tokenizer.encode(text));
    }
}
