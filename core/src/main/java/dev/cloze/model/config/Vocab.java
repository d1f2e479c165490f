package dev.cloze.model.config;

import dev.cloze.Refusal;
import dev.cloze.text.Vocabulary;

/**
 * The vocabulary of a network: the rows of its embedding and its reserved ids.
 *
 * @param size the rows; 0 where they are open, until a tokenizer says how many it needs
 * @param ids reserved ids
 */
public record Vocab(int size, T5Config.Ids ids) {

    /** As the tokenizer needs it: {@link #of} says what that is. */
    public static final Vocab OPEN = new Vocab(0, new T5Config.Ids(0, 0, 0));

    private static final String AUTO = "auto";
    private static final int ROWS_MULTIPLE = 128;

    /** Checks that the rows hold the reserved ids. */
    public Vocab {
        Refusal.require(size >= 0, "vocab_size must be positive, got %d", size);
        int most = Math.max(ids.pad(), Math.max(ids.eos(), ids.decoderStart()));
        Refusal.require(size == 0 || most < size, "reserved ids must be below vocab_size %d, got %s", size, ids);
    }

    /** Reads {@code auto} or a number of rows; the ids are the tokenizer's in both. */
    public static Vocab parse(String text) {
        boolean open = text.equals(AUTO);
        Refusal.require(
                open || text.matches("[1-9][0-9]{0,8}"), "must be auto or a positive whole number, got '%s'", text);
        return open ? OPEN : new Vocab(Integer.parseInt(text), OPEN.ids);
    }

    /** The rows, which must be known. */
    public int rows() {
        Refusal.require(size > 0, "the rows of the embedding are open: a tokenizer must say them");
        return size;
    }

    /** This size and these ids, checked against a tokenizer; rows that are open are its ids, rounded up to a multiple of 128. */
    Vocab of(Vocabulary tokenizer, T5Config.Ids reserved) {
        int needed = tokenizer.size();
        int rows = size == 0 ? (needed + ROWS_MULTIPLE - 1) / ROWS_MULTIPLE * ROWS_MULTIPLE : size;
        if (rows < needed) {
            throw Refusal.at("model.rows", "must be at least the tokenizer's %d ids, got %d", needed, rows);
        }
        return new Vocab(rows, reserved);
    }

    /** As {@link #of(Vocabulary, T5Config.Ids)}, for decoders that begin with padding, as T5's do. */
    Vocab of(Vocabulary tokenizer) {
        return of(tokenizer, new T5Config.Ids(tokenizer.padId(), tokenizer.eosId(), tokenizer.padId()));
    }

    /** As a run file says it. */
    @Override
    public String toString() {
        return size == 0 ? AUTO : Integer.toString(size);
    }
}
