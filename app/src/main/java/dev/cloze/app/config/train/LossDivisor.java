package dev.cloze.app.config.train;

import dev.cloze.Refusal;
import dev.cloze.train.loss.Normaliser;
import java.util.List;

/**
 * What the summed loss of a step is divided by.
 *
 * @param word one of the words, or a number
 */
public record LossDivisor(String word) {

    private static final List<String> WORDS =
            List.of("tokens", "mean-of-means", "sum", "real-tokens", "total-tokens", "sequences");

    /** Reads a word or a number. */
    public static LossDivisor parse(String text) {
        Refusal.require(
                WORDS.contains(text) || text.matches("[1-9][0-9]{0,15}"),
                "must be one of %s or a number, got '%s'",
                String.join(", ", WORDS),
                text);
        return new LossDivisor(text);
    }

    /** The divisor itself. */
    public Normaliser normaliser() {
        return switch (WORDS.indexOf(word)) {
            case 0 -> new Normaliser.StepTokens();
            case 1 -> new Normaliser.MeanOfMeans();
            case 2 -> new Normaliser.Sum();
            case 3 -> new Normaliser.RealTokens();
            case 4 -> new Normaliser.TotalTokens();
            case 5 -> new Normaliser.Sequences();
            default -> new Normaliser.Constant(Double.parseDouble(word));
        };
    }

    @Override
    public String toString() {
        return word;
    }
}
