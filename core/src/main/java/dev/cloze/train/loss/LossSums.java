package dev.cloze.train.loss;

/**
 * What a micro-batch, or several, lost.
 *
 * @param loss what was minimised: normalised, with all additions
 * @param zPart the part of {@code loss} that the z-loss made
 * @param crossEntropy the plain cross entropy, summed over targets, in nats
 * @param tokens number of targets
 */
public record LossSums(double loss, double zPart, double crossEntropy, long tokens) {

    /** Nothing yet. */
    public static final LossSums NONE = new LossSums(0, 0, 0, 0);

    /** Both together. */
    public LossSums plus(LossSums other) {
        return new LossSums(
                loss + other.loss, zPart + other.zPart, crossEntropy + other.crossEntropy, tokens + other.tokens);
    }

    /** The plain cross entropy of one target, in nats. */
    public double perToken() {
        return tokens == 0 ? 0 : crossEntropy / tokens;
    }
}
