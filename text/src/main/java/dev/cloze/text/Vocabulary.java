package dev.cloze.text;

import dev.cloze.Refusal;

/**
 * The ids of a tokenizer. Every T5-family vocabulary reserves 0 for padding, 1 for end of sequence and 2 for unknown;
 * the decoder starts from padding. A model's embedding may have more rows than {@code size} (32,128 for 32,100).
 *
 * @param size number of ids, sentinels included
 * @param padId padding, also the decoder's start
 * @param eosId end of sequence
 * @param unkId unknown piece
 * @param sentinels the gap markers {@code <extra_id_0>}, {@code <extra_id_1>}, … in that order
 */
public record Vocabulary(int size, int padId, int eosId, int unkId, Sentinels sentinels) {

    /** Checks that every reserved id lies inside the vocabulary. */
    public Vocabulary {
        Refusal.require(size > 0, "a vocabulary needs at least one id, got %d", size);
        Refusal.require(Math.max(padId, Math.max(eosId, unkId)) < size, "reserved ids must be below %d", size);
    }
}
