package dev.cloze.use;

import dev.cloze.text.Tokens;
import java.util.List;

/**
 * A text that a model wrote.
 *
 * @param text it, without its end of sequence
 * @param tokens its tokens, the one that ended it included
 * @param score a beam search's score; otherwise the sum of the log-probabilities, in nats, NaN if they were not asked for
 * @param logProbabilities of each token, in nats, if they were asked for
 */
public record GeneratedText(String text, Tokens tokens, double score, List<Double> logProbabilities) {

    /** Takes an unmodifiable copy. */
    public GeneratedText {
        logProbabilities = List.copyOf(logProbabilities);
    }
}
