package dev.cloze.objective.noise;

/**
 * T5's {@code random_spans_helper}: how long a segment and its targets are when the inputs come out full.
 *
 * @param tokens raw tokens of a segment
 * @param targets tokens of its targets, end of sequence included
 */
public record SpanLengths(int tokens, int targets) {

    /**
     * What the helper counts with.
     *
     * @param inputsLength tokens that the inputs should have, end of sequence included
     * @param noiseDensity share of the tokens that is masked
     * @param meanSpanLength mean length of a masked span
     * @param extraInputs sentinels for each span in the inputs
     * @param extraTargets sentinels for each span in the targets
     */
    public record Plan(
            int inputsLength, double noiseDensity, double meanSpanLength, int extraInputs, int extraTargets) {

        /** One sentinel for each span on both sides, as span corruption has it. */
        public Plan(int inputsLength, double noiseDensity, double meanSpanLength) {
            this(inputsLength, noiseDensity, meanSpanLength, 1, 1);
        }

        private int noise(int tokens) {
            return (int) Math.rint(tokens * noiseDensity);
        }

        private int spans(int tokens) {
            return (int) Math.rint(noise(tokens) / meanSpanLength);
        }

        private int inputs(int tokens) {
            return tokens - noise(tokens) + spans(tokens) * extraInputs + 1;
        }

        private int targets(int tokens) {
            return noise(tokens) + spans(tokens) * extraTargets + 1;
        }
    }

    /** The longest segment whose inputs do not exceed the plan's; at density 0.5 one less where targets would exceed. */
    public static SpanLengths of(Plan plan) {
        return from(plan.inputsLength() - 1, plan);
    }

    /** The same, by lengths from {@code shortest} on; later copies of the helper begin one higher than T5, at the inputs' length. */
    public static SpanLengths from(int shortest, Plan plan) {
        int tokens = shortest;
        while (plan.inputs(tokens + 1) <= plan.inputsLength()) {
            tokens++;
        }
        int targets = plan.targets(tokens);
        boolean uneven = plan.noiseDensity() == 0.5 && targets > plan.inputs(tokens);
        return uneven ? new SpanLengths(tokens - 1, targets - 1) : new SpanLengths(tokens, targets);
    }
}
