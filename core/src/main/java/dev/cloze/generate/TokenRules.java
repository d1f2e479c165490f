package dev.cloze.generate;

import dev.cloze.Refusal;
import dev.cloze.text.Tokens;
import java.util.List;
import java.util.Set;

/**
 * What may not follow, whatever the model thinks. With transformers' meaning throughout.
 *
 * @param repetitionPenalty scores of tokens already written are divided by it if positive, multiplied if negative (Keskar
 *     et al. 2019, §4.1); 1 for none
 * @param noRepeatNgram no run of that many tokens is written twice; 0 for none
 * @param noCopyNgram no run of that many tokens of the input is written; 0 for none
 * @param badWords runs that are never written
 * @param suppressed tokens that are never written
 * @param minTokens the text does not end before that many new tokens
 * @param forcedFirst the first token if not negative
 * @param forcedLast the last token that there is room for, if not negative
 */
public record TokenRules(
        double repetitionPenalty,
        int noRepeatNgram,
        int noCopyNgram,
        List<Tokens> badWords,
        Set<Integer> suppressed,
        int minTokens,
        int forcedFirst,
        int forcedLast) {

    /** Everything may follow. */
    public static final TokenRules NONE = new TokenRules(1, 0, 0, List.of(), Set.of(), 0, -1, -1);

    /** Takes unmodifiable copies and checks the ranges. */
    public TokenRules {
        Refusal.require(repetitionPenalty > 0, "repetition penalty must be positive, got %s", repetitionPenalty);
        Refusal.require(noRepeatNgram >= 0, "no-repeat n-gram size must be at least 0, got %d", noRepeatNgram);
        Refusal.require(noCopyNgram >= 0, "no-copy n-gram size must be at least 0, got %d", noCopyNgram);
        Refusal.require(minTokens >= 0, "min tokens must be at least 0, got %d", minTokens);
        badWords = badWords.stream().filter(word -> !word.isEmpty()).toList();
        suppressed = Set.copyOf(suppressed);
    }

    /** These rules with another penalty. */
    public TokenRules withRepetitionPenalty(double penalty) {
        return new TokenRules(
                penalty, noRepeatNgram, noCopyNgram, badWords, suppressed, minTokens, forcedFirst, forcedLast);
    }

    /** These rules with another n-gram size. */
    public TokenRules withNoRepeatNgram(int size) {
        return new TokenRules(
                repetitionPenalty, size, noCopyNgram, badWords, suppressed, minTokens, forcedFirst, forcedLast);
    }

    /** These rules with another n-gram size for the input's runs. */
    public TokenRules withNoCopyNgram(int size) {
        return new TokenRules(
                repetitionPenalty, noRepeatNgram, size, badWords, suppressed, minTokens, forcedFirst, forcedLast);
    }

    /** These rules with other forbidden runs. */
    public TokenRules withBadWords(List<Tokens> words) {
        return new TokenRules(
                repetitionPenalty, noRepeatNgram, noCopyNgram, words, suppressed, minTokens, forcedFirst, forcedLast);
    }

    /** These rules with other forbidden tokens. */
    public TokenRules withSuppressed(Set<Integer> ids) {
        return new TokenRules(
                repetitionPenalty, noRepeatNgram, noCopyNgram, badWords, ids, minTokens, forcedFirst, forcedLast);
    }

    /** These rules with another least length. */
    public TokenRules withMinTokens(int least) {
        return new TokenRules(
                repetitionPenalty, noRepeatNgram, noCopyNgram, badWords, suppressed, least, forcedFirst, forcedLast);
    }

    /** These rules with other forced tokens, negative for none. */
    public TokenRules withForced(int first, int last) {
        return new TokenRules(
                repetitionPenalty, noRepeatNgram, noCopyNgram, badWords, suppressed, minTokens, first, last);
    }
}
