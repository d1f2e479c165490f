package dev.cloze.generate.options;

import dev.cloze.Refusal;
import dev.cloze.text.Tokens;
import java.util.List;
import java.util.Set;

/**
 * What may not follow, and what is likelier or less likely to, whatever the model thinks. With transformers' meaning
 * throughout.
 *
 * @param repetitionPenalty scores of tokens already written are divided by it if positive, multiplied if negative (Keskar
 *     et al. 2019, §4.1); 1 for none
 * @param noRepeatNgram no run of that many tokens is written twice; 0 for none
 * @param noCopyNgram no run of that many tokens of the input is written; 0 for none
 * @param badWords runs that are never written
 * @param suppressed tokens that are never written
 * @param edges what a text may begin and end with
 * @param bias what is likelier, and what is less likely
 */
public record TokenRules(
        double repetitionPenalty,
        int noRepeatNgram,
        int noCopyNgram,
        List<Tokens> badWords,
        Set<Integer> suppressed,
        Edges edges,
        LogitBias bias) {

    /** Everything may follow. */
    public static final TokenRules NONE = new TokenRules(1, 0, 0, List.of(), Set.of(), Edges.FREE, LogitBias.NONE);

    /** Takes unmodifiable copies and checks the ranges. */
    public TokenRules {
        Refusal.require(repetitionPenalty > 0, "repetition penalty must be positive, got %s", repetitionPenalty);
        Refusal.require(noRepeatNgram >= 0, "no-repeat n-gram size must be at least 0, got %d", noRepeatNgram);
        Refusal.require(noCopyNgram >= 0, "no-copy n-gram size must be at least 0, got %d", noCopyNgram);
        badWords = badWords.stream().filter(word -> !word.isEmpty()).toList();
        suppressed = Set.copyOf(suppressed);
    }

    /**
     * What a text may begin and end with.
     *
     * @param minTokens the text does not end before that many new tokens
     * @param minLength the text does not end before it has that many tokens, those counted that the decoder was given
     * @param notFirst tokens that are not written first (second, if the first is forced)
     * @param forcedFirst the first token of all if not negative; a decoder that goes on from two tokens or more has one
     * @param forcedLast the last token that there is room for, if not negative
     */
    public record Edges(int minTokens, int minLength, Set<Integer> notFirst, int forcedFirst, int forcedLast) {

        /** Any. */
        public static final Edges FREE = new Edges(0, 0, Set.of(), -1, -1);

        /** Takes an unmodifiable copy and checks the ranges. */
        public Edges {
            Refusal.require(minTokens >= 0, "min tokens must be at least 0, got %d", minTokens);
            Refusal.require(minLength >= 0, "min length must be at least 0, got %d", minLength);
            notFirst = Set.copyOf(notFirst);
        }
    }

    /** These rules with another penalty. */
    public TokenRules withRepetitionPenalty(double penalty) {
        return new TokenRules(penalty, noRepeatNgram, noCopyNgram, badWords, suppressed, edges, bias);
    }

    /** These rules with another n-gram size. */
    public TokenRules withNoRepeatNgram(int size) {
        return new TokenRules(repetitionPenalty, size, noCopyNgram, badWords, suppressed, edges, bias);
    }

    /** These rules with another n-gram size for the input's runs. */
    public TokenRules withNoCopyNgram(int size) {
        return new TokenRules(repetitionPenalty, noRepeatNgram, size, badWords, suppressed, edges, bias);
    }

    /** These rules with other forbidden runs. */
    public TokenRules withBadWords(List<Tokens> words) {
        return new TokenRules(repetitionPenalty, noRepeatNgram, noCopyNgram, words, suppressed, edges, bias);
    }

    /** These rules with other forbidden tokens. */
    public TokenRules withSuppressed(Set<Integer> ids) {
        return new TokenRules(repetitionPenalty, noRepeatNgram, noCopyNgram, badWords, ids, edges, bias);
    }

    /** These rules with other beginnings and ends. */
    public TokenRules with(Edges other) {
        return new TokenRules(repetitionPenalty, noRepeatNgram, noCopyNgram, badWords, suppressed, other, bias);
    }

    /** These rules with other bias. */
    public TokenRules with(LogitBias other) {
        return new TokenRules(repetitionPenalty, noRepeatNgram, noCopyNgram, badWords, suppressed, edges, other);
    }

    /** These rules with another least number of new tokens. */
    public TokenRules withMinTokens(int least) {
        return with(new Edges(least, edges.minLength(), edges.notFirst(), edges.forcedFirst(), edges.forcedLast()));
    }

    /** These rules with other forced tokens, negative for none. */
    public TokenRules withForced(int first, int last) {
        return with(new Edges(edges.minTokens(), edges.minLength(), edges.notFirst(), first, last));
    }
}
