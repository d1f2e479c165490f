package dev.cloze.generate.options;

import dev.cloze.Refusal;
import dev.cloze.text.Tokens;
import java.util.Map;

/**
 * What is made likelier or less likely. With transformers' meaning throughout, but that an input is never its padding, which
 * counts there: a batch would change a text.
 *
 * @param encoderRepetitionPenalty scores of the input's tokens are multiplied by it if positive, divided if negative; 1 for none
 *     ({@code encoder_repetition_penalty})
 * @param biases what is added to the score of a run's last token once the others of it stand before ({@code
 *     sequence_bias})
 * @param lengthDecay how the end of the text draws nearer ({@code exponential_decay_length_penalty})
 * @param normalised whether the scores are made log-probabilities again after all rules ({@code renormalize_logits}),
 *     which only a beam search minds
 */
public record LogitBias(
        double encoderRepetitionPenalty, Map<Tokens, Double> biases, LengthDecay lengthDecay, boolean normalised) {

    /** None. */
    public static final LogitBias NONE = new LogitBias(1, Map.of(), LengthDecay.NONE, false);

    // More than any score, and few enough that sums stay finite.
    private static final double MOST = 1e9;

    /** Takes an unmodifiable copy and checks the ranges. */
    public LogitBias {
        TokenRules.requireFactor(encoderRepetitionPenalty, "encoder repetition penalty");
        biases.forEach((run, bias) -> {
            Refusal.require(!run.isEmpty(), "sequence bias needs tokens, got none");
            Refusal.require(Math.abs(bias) <= MOST, "a sequence bias must be in [-%s, %s], got %s", MOST, MOST, bias);
        });
        biases = Map.copyOf(biases);
    }

    /**
     * From the token after {@code start} new ones on, the score s of an ending grows by {@code |s|·(factor^n − 1)} at the
     * n-th.
     *
     * @param start new tokens before it begins
     * @param factor above 1 ends texts sooner; 1 for none
     */
    public record LengthDecay(int start, double factor) {

        /** None. */
        public static final LengthDecay NONE = new LengthDecay(0, 1);

        /** Checks the ranges. */
        public LengthDecay {
            Refusal.require(start >= 0, "the decay's start must be at least 0, got %d", start);
            TokenRules.requireFactor(factor, "the decay's factor");
        }

        /** What an ending's absolute score is multiplied by after {@code count} new tokens. */
        public double at(int count) {
            return count > start ? Math.min(MOST, Math.pow(factor, (double) count - start) - 1) : 0;
        }
    }
}
