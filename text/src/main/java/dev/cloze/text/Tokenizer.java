package dev.cloze.text;

import dev.cloze.Seed;
import java.nio.file.Path;
import java.util.List;

/** Turns text into token ids and back. Implementations are immutable and safe to use from many threads. */
public sealed interface Tokenizer permits ByteTokenizer, JsonTokenizer, SentencePieceTokenizer {

    /** Ids of {@code text}, without an end-of-sequence token. Never fails, whatever the text holds. */
    Tokens encode(String text);

    /** As {@link #encode(String)}; a tokenizer that samples draws one of the ways to cut the text. */
    default Tokens encode(String text, Seed seed) {
        return encode(text);
    }

    /** The text of {@code tokens} up to the first end-of-sequence id; padding has none. Never fails. */
    String decode(Tokens tokens);

    /** The pieces of {@code text}, one for each id of {@link #encode}; an unknown one is what it stands for. */
    List<String> pieces(String text);

    /** The written form of one id, such as {@code ▁the}, {@code <0xE2>} or {@code <extra_id_0>}. */
    String piece(int id);

    /** The ids this tokenizer uses, the reserved ones and the sentinels among them. */
    Vocabulary vocabulary();

    /** What stands around each text that a model with this vocabulary reads; {@link #encode} leaves it out. */
    Framing framing();

    /** Writes the files that {@link Tokenizers#load} and transformers read into {@code folder}. */
    void save(Path folder);

    /** SHA-256, in hexadecimal, of everything that decides what this tokenizer does. */
    String hash();
}
