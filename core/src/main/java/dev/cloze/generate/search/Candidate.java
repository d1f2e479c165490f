package dev.cloze.generate.search;

import dev.cloze.text.Tokens;
import java.util.List;

/**
 * One text that was written.
 *
 * @param tokens its tokens without the decoder's start; the end-of-sequence token is there if it was written
 * @param score a beam search's score; otherwise the sum of the log-probabilities, NaN if they were not asked for
 * @param logProbabilities of each token, if they were asked for
 */
public record Candidate(Tokens tokens, double score, List<Double> logProbabilities) {

    /** Takes an unmodifiable copy. */
    public Candidate {
        logProbabilities = List.copyOf(logProbabilities);
    }
}
