package dev.cloze.generate.options;

import dev.cloze.Refusal;
import dev.cloze.text.Tokens;
import java.util.List;
import java.util.OptionalInt;
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
        TokenRuns badWords,
        Set<Integer> suppressed,
        Edges edges,
        LogitBias bias) {

    /** Everything may follow. */
    public static final TokenRules NONE = new TokenRules(1, 0, 0, TokenRuns.NONE, Set.of(), Edges.FREE, LogitBias.NONE);

    private static final double LEAST_FACTOR = 1e-6;
    private static final String SUPPRESSED = "an id that is suppressed";
    private static final String FIRST = "the forced first id";
    private static final String LAST = "a forced last id";

    /** Takes unmodifiable copies and checks the ranges. */
    public TokenRules {
        requireFactor(repetitionPenalty, "repetition penalty");
        Refusal.require(noRepeatNgram >= 0, "no-repeat n-gram size must be at least 0, got %d", noRepeatNgram);
        Refusal.require(noCopyNgram >= 0, "no-copy n-gram size must be at least 0, got %d", noCopyNgram);
        suppressed = Set.copyOf(suppressed);
        suppressed.forEach(id -> requireId(id, SUPPRESSED));
    }

    /** Stops unless scores stay finite that are multiplied or divided by it. */
    static void requireFactor(double factor, String what) {
        Refusal.require(
                LEAST_FACTOR <= factor && factor <= 1 / LEAST_FACTOR,
                "%s must be in [%s, %s], got %s",
                what,
                LEAST_FACTOR,
                1 / LEAST_FACTOR,
                factor);
    }

    private static void requireId(int id, String what) {
        Refusal.require(id >= 0, "%s must be at least 0, got %d", what, id);
    }

    /** Hears ids and what they are. */
    interface Ids {
        void of(String what, int id);
    }

    /** All ids that these rules name. */
    void forEachId(Ids ids) {
        badWords.all().forEach(word -> word.stream().forEach(id -> ids.of("an id of a bad word", id)));
        bias.biases().keySet().forEach(run -> run.stream().forEach(id -> ids.of("an id of a sequence bias", id)));
        suppressed.forEach(id -> ids.of(SUPPRESSED, id));
        edges.notFirst().forEach(id -> ids.of("an id that is suppressed at the beginning", id));
        edges.forcedFirst().ifPresent(id -> ids.of(FIRST, id));
        edges.forcedLast().forEach(id -> ids.of(LAST, id));
    }

    /**
     * What a text may begin and end with.
     *
     * @param minTokens the text does not end before that many new tokens
     * @param minLength the text does not end before it has that many tokens, those counted that the decoder was given
     * @param notFirst tokens that are not written first (second, if the first is forced)
     * @param forcedFirst the first token of all; a decoder that goes on from two tokens or more has one
     * @param forcedLast tokens of which one is the last that there is room for; none for any
     */
    public record Edges(
            int minTokens, int minLength, Set<Integer> notFirst, OptionalInt forcedFirst, Set<Integer> forcedLast) {

        /** Any. */
        public static final Edges FREE = new Edges(0, 0, Set.of(), OptionalInt.empty(), Set.of());

        /** Takes an unmodifiable copy and checks the ranges. */
        public Edges {
            Refusal.require(minTokens >= 0, "min tokens must be at least 0, got %d", minTokens);
            Refusal.require(minLength >= 0, "min length must be at least 0, got %d", minLength);
            forcedFirst.ifPresent(id -> requireId(id, FIRST));
            forcedLast.forEach(id -> requireId(id, LAST));
            notFirst = Set.copyOf(notFirst);
            forcedLast = Set.copyOf(forcedLast);
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
        return with(TokenRuns.of(words));
    }

    /** These rules with other forbidden runs. */
    public TokenRules with(TokenRuns words) {
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

    /** These rules with that first token. */
    public TokenRules withForcedFirst(int id) {
        return with(new Edges(
                edges.minTokens(), edges.minLength(), edges.notFirst(), OptionalInt.of(id), edges.forcedLast()));
    }

    /** These rules with that last token, where there is no room for more. */
    public TokenRules withForcedLast(int id) {
        return with(new Edges(edges.minTokens(), edges.minLength(), edges.notFirst(), edges.forcedFirst(), Set.of(id)));
    }
}
