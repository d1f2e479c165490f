package dev.cloze.generate.options;

import dev.cloze.Refusal;

/**
 * What is asked of one input.
 *
 * @param maxTokens most new tokens
 * @param decoding how tokens are chosen
 * @param rules what may not follow
 * @param stops what ends a text early
 * @param candidates how many texts are wanted: the best ones of a beam search, independent ones of sampling
 * @param logProbabilities whether the log-probability of each token is told
 */
public record GenerationOptions(
        int maxTokens, Decoding decoding, TokenRules rules, Stops stops, int candidates, boolean logProbabilities) {

    /** Checks the ranges. */
    public GenerationOptions {
        Refusal.require(maxTokens > 0, "max tokens must be at least 1, got %d", maxTokens);
        Refusal.require(candidates > 0, "candidates must be at least 1, got %d", candidates);
        boolean enough = !(decoding instanceof Decoding.BeamSearch beams) || candidates <= beams.beams();
        Refusal.require(enough, "candidates must be at most the number of beams, got %d", candidates);
        Refusal.require(
                !(decoding instanceof Decoding.Greedy) || candidates == 1,
                "greedy decoding has one candidate, got %d",
                candidates);
    }

    /** The likeliest token each time. */
    public static GenerationOptions greedy(int maxTokens) {
        return new GenerationOptions(maxTokens, new Decoding.Greedy(), TokenRules.NONE, Stops.NONE, 1, false);
    }

    /** These options with another choice of tokens. */
    public GenerationOptions with(Decoding other) {
        return new GenerationOptions(maxTokens, other, rules, stops, candidates, logProbabilities);
    }

    /** These options with other rules. */
    public GenerationOptions with(TokenRules other) {
        return new GenerationOptions(maxTokens, decoding, other, stops, candidates, logProbabilities);
    }

    /** These options, ending texts early. */
    public GenerationOptions with(Stops other) {
        return new GenerationOptions(maxTokens, decoding, rules, other, candidates, logProbabilities);
    }

    /** These options with another most number of tokens. */
    public GenerationOptions withMaxTokens(int most) {
        return new GenerationOptions(most, decoding, rules, stops, candidates, logProbabilities);
    }

    /** These options for a text that continues a prompt of so many tokens. */
    public GenerationOptions after(int prompt) {
        return stops.length() == 0 ? this : withMaxTokens(Math.max(1, stops.length() - prompt));
    }

    /** These options for so many texts. */
    public GenerationOptions withCandidates(int count) {
        return new GenerationOptions(maxTokens, decoding, rules, stops, count, logProbabilities);
    }

    /** These options, telling the log-probability of each token. */
    public GenerationOptions withLogProbabilities() {
        return new GenerationOptions(maxTokens, decoding, rules, stops, candidates, true);
    }
}
