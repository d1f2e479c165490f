package dev.cloze.objective;

import dev.cloze.text.Tokens;
import dev.cloze.text.Vocabulary;

/**
 * What an objective is made ready for.
 *
 * @param vocabulary the ids, end of sequence and sentinels among them
 * @param lengths the most tokens an example may have
 * @param spelling how tokens and text belong together
 * @param mode tokens that every example's inputs begin with; room for them is kept
 */
public record Setting(Vocabulary vocabulary, Lengths lengths, Spelling spelling, Tokens mode) {

    /** A setting without mode tokens. */
    public Setting(Vocabulary vocabulary, Lengths lengths, Spelling spelling) {
        this(vocabulary, lengths, spelling, Tokens.EMPTY);
    }

    /** This setting with the tokens of {@code text} behind those that inputs begin with already. */
    Setting withMode(String text) {
        return new Setting(
                vocabulary, lengths, spelling, mode.concat(spelling.encoder().apply(text)));
    }

    /** The most tokens of inputs beside the mode's. */
    int inputsRoom() {
        return lengths.inputs() - mode.size();
    }
}
