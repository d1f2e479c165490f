package dev.cloze.generate;

import java.util.List;

/**
 * How likely a model finds a text.
 *
 * @param logProbabilities of each token, given those before it
 */
public record Score(List<Double> logProbabilities) {

    /** Takes an unmodifiable copy. */
    public Score {
        logProbabilities = List.copyOf(logProbabilities);
    }

    /** The text's log-probability. */
    public double total() {
        return logProbabilities.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** The mean over its tokens. */
    public double mean() {
        return logProbabilities.isEmpty() ? 0 : total() / logProbabilities.size();
    }
}
