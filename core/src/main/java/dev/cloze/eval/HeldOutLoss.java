package dev.cloze.eval;

import dev.cloze.objective.Example;
import dev.cloze.train.loss.LossSums;
import java.util.Map;

/**
 * What a model loses on held-out text.
 *
 * @param sums over all targets
 * @param bytes of UTF-8 that the targets stand for
 * @param byLabel the same by language, denoiser and source
 */
public record HeldOutLoss(LossSums sums, long bytes, Map<Example.Label, LossSums> byLabel) {

    /** Takes an unmodifiable copy. */
    public HeldOutLoss {
        byLabel = Map.copyOf(byLabel);
    }

    /** The cross entropy of a target token, in nats. */
    public double perToken() {
        return sums.perToken();
    }

    /** The cross entropy in bits for each byte of text; comparable between tokenizers. */
    public double bitsPerByte() {
        return sums.crossEntropy() / Math.log(2) / Math.max(1, bytes);
    }
}
