package dev.cloze.text;

/**
 * What stands around every text that a model reads or writes: {@code <s> … </s>} with BART, {@code [CLS] … [SEP]} with BERT and
 * CPT, {@code … </s>} with T5, nothing with GPT-2. A model is trained and used with the same.
 *
 * @param prefix ids before the text
 * @param suffix ids behind it
 */
public record Framing(Tokens prefix, Tokens suffix) {

    /** Nothing around a text. */
    public static final Framing NONE = new Framing(Tokens.EMPTY, Tokens.EMPTY);

    /** Only {@code id} behind a text. */
    public static Framing ending(int id) {
        return new Framing(Tokens.EMPTY, Tokens.of(id));
    }

    /** {@code tokens} between prefix and suffix. */
    public Tokens around(Tokens tokens) {
        return prefix.concat(tokens).concat(suffix);
    }

    /** As {@link #around(Tokens)}, of as many tokens as leave at most {@code most} in all; prefix and suffix stay whole. */
    public Tokens around(Tokens tokens, int most) {
        int room = Math.max(0, most - size());
        return around(tokens.size() > room ? tokens.slice(0, room) : tokens);
    }

    /** How many ids it adds. */
    public int size() {
        return prefix.size() + suffix.size();
    }

    /** The same, with {@code eosId} at the end if it does not end so already. */
    public Framing ended(int eosId) {
        boolean ends = !suffix.isEmpty() && suffix.at(suffix.size() - 1) == eosId;
        return ends ? this : new Framing(prefix, suffix.append(eosId));
    }

    /**
     * What stands around a text that a model is to write: the same, and an end of sequence in any case, for a model must learn where
     * to end. A vocabulary that marks no end, such as GPT-2's, is that of a model that goes on from what it has read, so nothing stands
     * before what it writes.
     */
    public Framing ofTargets(int eosId) {
        return suffix.isEmpty() ? ending(eosId) : ended(eosId);
    }
}
