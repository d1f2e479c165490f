package dev.cloze.generate.search;

import dev.cloze.generate.options.Decoding;
import java.util.SplittableRandom;

/** How one row takes its next token. */
sealed interface Draw {

    /** The token of row {@code row}; {@code likeliest} is the one with the highest score. */
    int choose(Drawing drawing, int row, int likeliest);

    /** The draw of a request's {@code copy}-th text. */
    static Draw of(Decoding decoding, int copy) {
        return decoding instanceof Decoding.Sampling sampling
                ? new Random(sampling, sampling.seed().at(copy).random())
                : new Likeliest();
    }

    /** Always the likeliest. */
    record Likeliest() implements Draw {
        @Override
        public int choose(Drawing drawing, int row, int likeliest) {
            return likeliest;
        }
    }

    /**
     * At random.
     *
     * @param sampling the odds
     * @param random this row's own numbers
     */
    record Random(Decoding.Sampling sampling, SplittableRandom random) implements Draw {
        @Override
        public int choose(Drawing drawing, int row, int likeliest) {
            double at = random.nextDouble();
            int chosen = drawing.few(row, sampling.temperature()).draw(sampling, at);
            return chosen >= 0 ? chosen : drawing.all(row).draw(sampling, at);
        }
    }
}
