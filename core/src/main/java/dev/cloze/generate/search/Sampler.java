package dev.cloze.generate.search;

import dev.cloze.generate.options.Decoding;
import java.util.SplittableRandom;

/** How one row takes its next token. */
sealed interface Sampler {

    /** The next token of row {@code row}. */
    int choose(StepScores scores, int row);

    /** What scores are divided by. */
    double temperature();

    /** The sampler of a request's {@code copy}-th text. */
    static Sampler of(Decoding decoding, int copy) {
        return decoding instanceof Decoding.Sampling sampling
                ? new Multinomial(sampling, sampling.seed().at(copy).random())
                : new Likeliest();
    }

    /** Always the likeliest. */
    record Likeliest() implements Sampler {
        @Override
        public int choose(StepScores scores, int row) {
            return scores.likeliest(row);
        }

        @Override
        public double temperature() {
            return 1;
        }
    }

    /**
     * At random.
     *
     * @param sampling the odds
     * @param random this row's own numbers
     */
    record Multinomial(Decoding.Sampling sampling, SplittableRandom random) implements Sampler {
        @Override
        public int choose(StepScores scores, int row) {
            double at = random.nextDouble();
            int chosen = scores.few(row).draw(sampling, at);
            return chosen >= 0 ? chosen : scores.all(row).draw(sampling, at);
        }

        @Override
        public double temperature() {
            return sampling.temperature();
        }
    }
}
