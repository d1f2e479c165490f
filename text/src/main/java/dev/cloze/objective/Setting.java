package dev.cloze.objective;

import dev.cloze.text.Framing;
import dev.cloze.text.Tokens;
import dev.cloze.text.Vocabulary;

/**
 * What an objective is made ready for.
 *
 * @param vocabulary the ids, end of sequence and sentinels among them
 * @param lengths the most tokens an example may have
 * @param spelling how tokens and text belong together
 * @param mode tokens that every example's inputs begin with; room for them is kept
 * @param framing what stands around whole texts
 */
public record Setting(Vocabulary vocabulary, Lengths lengths, Spelling spelling, Tokens mode, Framing framing) {

    /** A setting without mode tokens, whose texts only have an end of sequence. */
    public Setting(Vocabulary vocabulary, Lengths lengths, Spelling spelling) {
        this(vocabulary, lengths, spelling, Framing.ending(vocabulary.eosId()));
    }

    /** A setting without mode tokens. */
    public Setting(Vocabulary vocabulary, Lengths lengths, Spelling spelling, Framing framing) {
        this(vocabulary, lengths, spelling, Tokens.EMPTY, framing);
    }

    /** This setting with the tokens of {@code text} behind those that inputs begin with already. */
    Setting withMode(String text) {
        return new Setting(
                vocabulary, lengths, spelling, mode.concat(spelling.encoder().apply(text)), framing);
    }

    /** The most tokens of inputs beside the mode's. */
    int inputsRoom() {
        return lengths.inputs() - mode.size();
    }
}
