package dev.cloze.objective;

import dev.cloze.text.Tokens;
import dev.cloze.text.Vocabulary;
import java.util.function.Function;

/**
 * What an objective is made ready for.
 *
 * @param vocabulary the ids, end of sequence and sentinels among them
 * @param lengths the most tokens an example may have
 * @param encoder turns the text of a mode such as {@code [NLU]} into tokens
 * @param mode tokens that every example's inputs begin with; room for them is kept
 */
public record Setting(Vocabulary vocabulary, Lengths lengths, Function<String, Tokens> encoder, Tokens mode) {

    /** A setting without mode tokens. */
    public Setting(Vocabulary vocabulary, Lengths lengths, Function<String, Tokens> encoder) {
        this(vocabulary, lengths, encoder, Tokens.EMPTY);
    }

    /** This setting with the tokens of {@code text} behind those that inputs begin with already. */
    Setting withMode(String text) {
        return new Setting(vocabulary, lengths, encoder, mode.concat(encoder.apply(text)));
    }

    /** The most tokens of inputs beside the mode's. */
    int inputsRoom() {
        return lengths.inputs() - mode.size();
    }
}
