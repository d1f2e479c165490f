package dev.cloze.generate.options;

import dev.cloze.Refusal;
import java.util.OptionalInt;

/**
 * What is asked of one input.
 *
 * @param maxTokens most new tokens
 * @param decoding how tokens are chosen
 * @param rules what may not follow
 * @param stops what ends a text early
 * @param candidates how many texts are wanted: the best ones of a beam search, independent ones of sampling
 * @param logProbabilities whether the log-probability of each token is told
 * @param start what a decoder reads first, in place of the model's own start; a model that goes on from its input begins with
 *     it where that is empty
 */
public record GenerationOptions(
        int maxTokens,
        Decoding decoding,
        TokenRules rules,
        Stops stops,
        int candidates,
        boolean logProbabilities,
        OptionalInt start) {

    /** Checks the ranges. */
    public GenerationOptions {
        Refusal.require(maxTokens > 0, "max tokens must be at least 1, got %d", maxTokens);
        Refusal.require(
                1 <= candidates && candidates <= Decoding.MOST_ROWS,
                "candidates must be in [1, %d], got %d",
                Decoding.MOST_ROWS,
                candidates);
        start.ifPresent(id -> Refusal.require(id >= 0, "the decoder's start must be an id, got %d", id));
        boolean enough = !(decoding instanceof Decoding.BeamSearch beams) || candidates <= beams.beams();
        Refusal.require(enough, "candidates must be at most the number of beams, got %d", candidates);
        Refusal.require(
                !(decoding instanceof Decoding.Greedy) || candidates == 1,
                "greedy decoding has one candidate, got %d",
                candidates);
    }

    /** The likeliest token each time. */
    public static GenerationOptions greedy(int maxTokens) {
        return new GenerationOptions(
                maxTokens, new Decoding.Greedy(), TokenRules.NONE, Stops.NONE, 1, false, OptionalInt.empty());
    }

    /** These options with another choice of tokens. */
    public GenerationOptions with(Decoding other) {
        return new GenerationOptions(maxTokens, other, rules, stops, candidates, logProbabilities, start);
    }

    /** These options with other rules. */
    public GenerationOptions with(TokenRules other) {
        return new GenerationOptions(maxTokens, decoding, other, stops, candidates, logProbabilities, start);
    }

    /** These options, ending texts early. */
    public GenerationOptions with(Stops other) {
        return new GenerationOptions(maxTokens, decoding, rules, other, candidates, logProbabilities, start);
    }

    /** These options with another most number of tokens. */
    public GenerationOptions withMaxTokens(int most) {
        return new GenerationOptions(most, decoding, rules, stops, candidates, logProbabilities, start);
    }

    /** These options for a text that continues a prompt of so many tokens. */
    public GenerationOptions after(int prompt) {
        return stops.length() == 0 ? this : withMaxTokens(Math.max(1, stops.length() - prompt));
    }

    /** These options for so many texts. */
    public GenerationOptions withCandidates(int count) {
        return new GenerationOptions(maxTokens, decoding, rules, stops, count, logProbabilities, start);
    }

    /** These options, telling the log-probability of each token. */
    public GenerationOptions withLogProbabilities() {
        return new GenerationOptions(maxTokens, decoding, rules, stops, candidates, true, start);
    }

    /** These options, with another start, or the model's own. */
    public GenerationOptions withStart(OptionalInt other) {
        return new GenerationOptions(maxTokens, decoding, rules, stops, candidates, logProbabilities, other);
    }

    /**
     * Stops at the first id that a model does not have.
     *
     * @param vocab its ids, which count from 0
     * @return these options
     * @throws Refusal if one is beyond them
     */
    public GenerationOptions requireIdsBelow(int vocab) {
        start.ifPresent(id -> requireBelow(vocab, "the decoder's start", id));
        stops.ids().forEach(id -> requireBelow(vocab, "an id that ends a text", id));
        rules.forEachId((what, id) -> requireBelow(vocab, what, id));
        return this;
    }

    private static void requireBelow(int vocab, String what, int id) {
        Refusal.require(id < vocab, "%s must be below the model's vocab_size %d, got %d", what, vocab, id);
    }
}
