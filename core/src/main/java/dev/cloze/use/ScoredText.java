package dev.cloze.use;

import dev.cloze.text.Tokens;
import java.util.List;

/**
 * How likely a model finds a text after an input.
 *
 * @param text it
 * @param tokens what was counted: its tokens, and the end of sequence behind them
 * @param logProbabilities of each of them, in nats
 */
public record ScoredText(String text, Tokens tokens, List<Double> logProbabilities) {

    /** Takes an unmodifiable copy. */
    public ScoredText {
        logProbabilities = List.copyOf(logProbabilities);
    }

    /** Of all of them together. */
    public double total() {
        return logProbabilities.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** The mean over what was counted. */
    public double mean() {
        return total() / Math.max(1, logProbabilities.size());
    }
}
