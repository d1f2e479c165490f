package dev.cloze.seqio;

import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokens;
import java.util.function.Function;

/**
 * What seqio calls a {@code Feature}: how one feature of a task becomes tokens.
 *
 * @param vocabularySize number of ids; the last one is the first sentinel
 * @param eosId end of sequence
 * @param encoder turns text into tokens
 * @param addEos whether preprocessors put an end of sequence behind it
 */
public record OutputFeature(int vocabularySize, int eosId, Function<String, Tokens> encoder, boolean addEos) {

    /** A feature of a tokenizer's ids. */
    public static OutputFeature of(Tokenizer tokenizer, boolean addEos) {
        return new OutputFeature(
                tokenizer.vocabulary().size(), tokenizer.vocabulary().eosId(), tokenizer::encode, addEos);
    }
}
