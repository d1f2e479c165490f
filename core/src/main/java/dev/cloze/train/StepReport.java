package dev.cloze.train;

import dev.cloze.objective.Example;
import dev.cloze.train.loss.LossSums;
import java.util.Map;

/**
 * What one update was.
 *
 * @param progress how far the run is after it
 * @param learningRate of this update
 * @param gradientNorm of all gradients together, before clipping
 * @param loss what was lost
 * @param auxiliary losses beside the cross entropy, by name
 * @param byLabel what the examples of each language and denoiser lost
 * @param work what it cost
 */
public record StepReport(
        Progress progress,
        double learningRate,
        double gradientNorm,
        LossSums loss,
        Map<String, Double> auxiliary,
        Map<Example.Label, LossSums> byLabel,
        Work work) {

    /**
     * What an update cost.
     *
     * @param seconds from taking the batches to the changed weights
     * @param dataSeconds the part of it spent waiting for batches
     * @param sourceTokens tokens read, without padding
     * @param targetTokens tokens written, without padding
     * @param places places in the rectangles, padding included
     * @param flops operations that the tokens needed
     * @param rectangleFlops operations that the rectangles would need
     */
    public record Work(
            double seconds,
            double dataSeconds,
            long sourceTokens,
            long targetTokens,
            long places,
            double flops,
            double rectangleFlops) {

        /** This and {@code other} together. */
        public Work plus(Work other) {
            return new Work(
                    seconds + other.seconds,
                    dataSeconds + other.dataSeconds,
                    sourceTokens + other.sourceTokens,
                    targetTokens + other.targetTokens,
                    places + other.places,
                    flops + other.flops,
                    rectangleFlops + other.rectangleFlops);
        }

        /** Tokens read and written in a second, without padding. */
        public double tokensPerSecond() {
            return (sourceTokens + targetTokens) / seconds;
        }

        /** The share of {@code peak}, in operations a second, that the tokens' operations made use of. */
        public double utilisation(double peak) {
            return flops / seconds / peak;
        }
    }
}
