package dev.cloze.seqio.megatron;

import dev.cloze.objective.span.NgramMasking;
import dev.cloze.text.Tokens;
import java.util.function.IntPredicate;

/**
 * The ids that Megatron's samples need.
 *
 * @param size number of ids
 * @param marks what sentences begin and end with, and what masks
 * @param decoder what T5's decoder begins and ends with
 * @param sentinels the sentinels in the order of their use
 * @param continues whether an id goes on with a word
 */
public record MegatronVocabulary(int size, Marks marks, Decoder decoder, Tokens sentinels, IntPredicate continues) {

    /**
     * Marks of the encoder.
     *
     * @param clsId stands in front
     * @param sepId stands behind each part
     * @param maskId stands for a masked token
     */
    public record Marks(int clsId, int sepId, int maskId) {}

    /**
     * Marks of the decoder.
     *
     * @param bosId what it reads first
     * @param eosId what it writes last
     */
    public record Decoder(int bosId, int eosId) {}

    NgramMasking.Words words() {
        return new NgramMasking.Words(continues, id -> id == marks.clsId() || id == marks.sepId());
    }
}
