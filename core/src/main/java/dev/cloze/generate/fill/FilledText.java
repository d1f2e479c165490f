package dev.cloze.generate.fill;

import java.util.List;

/**
 * A text whose gaps were filled.
 *
 * @param text the whole of it
 * @param gaps its fillings, in the order in which they stand in the text
 * @param score of all fillings together, NaN if it was not asked for
 */
public record FilledText(String text, List<Gap> gaps, double score) {

    /** Takes an unmodifiable copy. */
    public FilledText {
        gaps = List.copyOf(gaps);
    }

    /**
     * A gap.
     *
     * @param filling its text, without the space before it; empty if the model wrote nothing for it
     * @param written whether the model wrote something for it
     * @param joined whether the filling goes on in the word before it
     * @param logProbability of its tokens, NaN if it was not asked for
     */
    public record Gap(String filling, boolean written, boolean joined, double logProbability) {

        static final Gap MISSING = new Gap("", false, false, Double.NaN);
    }
}
