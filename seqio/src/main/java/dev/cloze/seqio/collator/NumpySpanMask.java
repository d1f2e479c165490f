package dev.cloze.seqio.collator;

import dev.cloze.Refusal;
import dev.cloze.data.random.NumpyRandom;
import java.util.Arrays;

/**
 * {@code random_spans_noise_mask} over numpy's generator: the first token is kept and the last is noise.
 *
 * @param noiseDensity share of the tokens that is noise
 * @param meanSpanLength mean length of a span
 */
public record NumpySpanMask(double noiseDensity, double meanSpanLength) {

    /** The mask of so many tokens; true is noise. */
    public boolean[] draw(int length, NumpyRandom random) {
        Refusal.require(length > 1, "a mask needs at least 2 tokens, got %d", length);
        int noise = Math.min(Math.max((int) Math.rint(length * noiseDensity), 1), length - 1);
        int spans = Math.max((int) Math.rint(noise / meanSpanLength), 1);
        int[] noiseLengths = segmentation(noise, spans, random);
        int[] keptLengths = segmentation(length - noise, spans, random);
        Refusal.require(
                noiseLengths.length == spans && keptLengths.length == spans,
                "%d spans need as many tokens that are kept and as many that are not, got %d and %d",
                spans,
                length - noise,
                noise);
        boolean[] mask = new boolean[length];
        int at = 0;
        for (int span = 0; span < spans; span++) {
            at += keptLengths[span];
            Arrays.fill(mask, at, at + noiseLengths[span], true);
            at += noiseLengths[span];
        }
        return mask;
    }

    /** Lengths of segments that partition the items; fewer than asked for where there are fewer items. */
    private static int[] segmentation(int items, int segments, NumpyRandom random) {
        int[] begins = new int[items - 1];
        Arrays.fill(begins, 0, Math.min(segments - 1, begins.length), 1);
        random.shuffle(begins);
        int[] lengths = new int[Math.min(items, segments)];
        int segment = 0;
        lengths[0] = 1;
        for (int begin : begins) {
            segment += begin;
            lengths[segment]++;
        }
        return lengths;
    }
}
