package dev.cloze.generate.options;

import dev.cloze.Refusal;
import dev.cloze.Seed;

/** How the next token is chosen from what the model thinks of each. */
public sealed interface Decoding {

    /** Most rows that one input may take. */
    int MOST_ROWS = 1024;

    /** The length penalty furthest from 0. */
    double STEEPEST = 10;

    /** Rows that one input takes in the batch. */
    int rows();

    /** Always the likeliest. */
    record Greedy() implements Decoding {
        @Override
        public int rows() {
            return 1;
        }
    }

    /**
     * Drawn at random, the unlikely ones cut off. Cuts apply one after the other, each to what the one before left.
     *
     * @param temperature above 1 evens the odds, below 1 sharpens them
     * @param cut which tokens may be drawn
     * @param seed what the draws depend on, and on nothing else
     */
    record Sampling(double temperature, Cut cut, Seed seed) implements Decoding {

        /** Checks the temperature. */
        public Sampling {
            Refusal.require(
                    temperature > 0 && Double.isFinite(temperature),
                    "temperature must be positive, got %s",
                    temperature);
        }

        @Override
        public int rows() {
            return 1;
        }
    }

    /**
     * Which tokens may be drawn.
     *
     * @param topK only the {@code topK} likeliest, 0 for all
     * @param topP only the likeliest that together reach this probability (Holtzman et al. 2020, §3.1), 1 for all
     * @param minP only those at least this fraction as likely as the likeliest (Nguyen et al. 2024), 0 for all
     * @param typicalP only those whose surprise is nearest to the expected one, up to this probability (Meister et al.
     *     2023, eq. 10), 1 for all
     */
    record Cut(int topK, double topP, double minP, double typicalP) {

        /** Nothing is cut off. */
        public static final Cut NONE = new Cut(0, 1, 0, 1);

        /** Checks the ranges. */
        public Cut {
            Refusal.require(topK >= 0, "top-k must be at least 0, got %d", topK);
            Refusal.require(0 < topP && topP <= 1, "top-p must be in (0, 1], got %s", topP);
            Refusal.require(0 <= minP && minP <= 1, "min-p must be in [0, 1], got %s", minP);
            Refusal.require(0 < typicalP && typicalP <= 1, "typical-p must be in (0, 1], got %s", typicalP);
        }
    }

    /**
     * The best of several texts written side by side.
     *
     * @param beams how many
     * @param lengthPenalty a text's score is the sum of its log-probabilities over {@code tokens^lengthPenalty}, an exponent
     *     from -10 to 10
     * @param earlyStopping when an input's search is over
     */
    record BeamSearch(int beams, double lengthPenalty, EarlyStopping earlyStopping) implements Decoding {

        /** Checks the number. */
        public BeamSearch {
            Refusal.require(1 <= beams && beams <= MOST_ROWS, "beams must be in [1, %d], got %d", MOST_ROWS, beams);
            Refusal.require(
                    Math.abs(lengthPenalty) <= STEEPEST,
                    "length penalty must be in [-%s, %s], got %s",
                    STEEPEST,
                    STEEPEST,
                    lengthPenalty);
        }

        @Override
        public int rows() {
            return beams;
        }
    }

    /** When a beam search is over, given that as many texts are complete as there are beams. */
    enum EarlyStopping {
        /** At once. */
        FIRST,
        /** When the best open text, at its present length, is worse than all complete ones. */
        UNLIKELY,
        /** When no open text can become better than a complete one, however long it grows. */
        IMPOSSIBLE
    }
}
