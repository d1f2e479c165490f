package dev.cloze.text;

/** Turns text into token ids and back. Implementations are immutable and safe to use from many threads. */
public interface Tokenizer {

    /** Ids of {@code text}, without an end-of-sequence token. Never fails, whatever the text holds. */
    Tokens encode(String text);

    /** The text of {@code tokens}; padding and end-of-sequence ids have none. */
    String decode(Tokens tokens);

    /** The written form of one id, such as {@code ▁the}, {@code <0xE2>} or {@code <extra_id_0>}. */
    String piece(int id);

    /** The ids this tokenizer uses, the reserved ones and the sentinels among them. */
    Vocabulary vocabulary();
}
