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

    /** Only what comes behind a text, for one that goes on from another. */
    public Framing suffixOnly() {
        return new Framing(Tokens.EMPTY, suffix);
    }
}
