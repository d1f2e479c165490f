package dev.cloze.objective.noise;

import dev.cloze.Refusal;
import dev.cloze.data.random.StatelessSeed;
import java.util.List;

/** Which tokens of a segment are noise: T5's mask functions, bit for bit. */
public sealed interface NoiseMask {

    /**
     * The mask of one segment; true is noise.
     *
     * @param length tokens of the segment
     * @param density share of the tokens that is noise
     * @param seeds two seeds
     */
    boolean[] draw(int length, double density, List<StatelessSeed> seeds);

    /** Whether, for the same seeds, neither the noise nor the rest of a longer segment is less than a shorter one's. */
    default boolean growsWithLength() {
        return true;
    }

    /** {@code iid_noise_mask}: each token on its own. */
    record Independent() implements NoiseMask {

        @Override
        public boolean[] draw(int length, double density, List<StatelessSeed> seeds) {
            float[] uniform = seeds.get(0).uniform(length);
            boolean[] mask = new boolean[length];
            for (int i = 0; i < length; i++) {
                mask[i] = uniform[i] < (float) density;
            }
            return mask;
        }
    }

    /**
     * {@code regular_noise_mask}: spans of one length at one distance, both drawn for the segment.
     *
     * @param minSpanLength shortest span
     * @param maxSpanLength longest span
     */
    record Regular(int minSpanLength, int maxSpanLength) implements NoiseMask {

        /** T5's: one to five tokens. */
        public Regular() {
            this(1, 5);
        }

        @Override
        public boolean[] draw(int length, double density, List<StatelessSeed> seeds) {
            int span = seeds.get(0).uniformInt(minSpanLength, maxSpanLength + 1);
            int period = (int) Math.rint((float) span / (float) density);
            int offset = seeds.get(1).uniformInt(0, period);
            boolean[] mask = new boolean[length];
            for (int i = 0; i < length; i++) {
                mask[i] = (i + offset) % period < span;
            }
            return mask;
        }
    }

    /** {@code random_prefix_noise_mask}: the beginning, as noise that prefix language modelling reads. */
    record RandomPrefix() implements NoiseMask {

        @Override
        public boolean growsWithLength() {
            return false;
        }

        @Override
        public boolean[] draw(int length, double density, List<StatelessSeed> seeds) {
            Refusal.require(density <= 0.5, "noise density of a prefix must not exceed 0.5, got %s", density);
            int most = length - 1;
            int wanted = (int) Math.rint((float) (1 - 2 * density) * (float) most);
            int least = Math.min(most, Math.max(1, wanted));
            int prefix = seeds.get(0).uniformInt(least, most + 1);
            boolean[] mask = new boolean[length];
            for (int i = 0; i < prefix; i++) {
                mask[i] = true;
            }
            return mask;
        }
    }

    /**
     * {@code random_spans_noise_mask}: spans of random lengths, their number and their tokens fixed by the density. The
     * first token is kept and the last is noise, unless rolled.
     *
     * @param meanSpanLength mean length of a span
     * @param roll whether the mask is turned by a random offset
     */
    record RandomSpans(double meanSpanLength, boolean roll) implements NoiseMask {

        @Override
        public boolean growsWithLength() {
            return !roll;
        }

        /** Without a roll. */
        public RandomSpans(double meanSpanLength) {
            this(meanSpanLength, false);
        }

        @Override
        public boolean[] draw(int length, double density, List<StatelessSeed> seeds) {
            boolean[] mask = new boolean[length];
            if (density == 0) {
                return mask;
            }
            int drawn = Math.max(length, 2);
            int noise = (int) Math.rint((float) drawn * (float) density);
            noise = Math.min(Math.max(noise, 1), drawn - 1);
            int spans = Math.max((int) Math.rint((float) noise / (float) meanSpanLength), 1);
            int[] noiseLengths = segmentation(noise, spans, seeds.get(0));
            int[] keptLengths = segmentation(drawn - noise, spans, seeds.get(1));
            Refusal.require(
                    noiseLengths.length == keptLengths.length,
                    "%d spans need as many tokens that are kept and as many that are not, got %d and %d",
                    spans,
                    drawn - noise,
                    noise);
            int at = 0;
            for (int span = 0; span < noiseLengths.length; span++) {
                at += keptLengths[span];
                for (int end = at + noiseLengths[span]; at < end; at++) {
                    if (at < length) {
                        mask[at] = true;
                    }
                }
            }
            return roll ? rolled(mask, drawn, seeds) : mask;
        }

        /** Lengths of segments that partition the items; fewer than asked for where there are fewer items. */
        private static int[] segmentation(int items, int segments, StatelessSeed seed) {
            int[] order = seed.shuffle(items - 1);
            int[] lengths = new int[Math.min(items, segments)];
            int segment = 0;
            lengths[0] = 1;
            for (int gap = 0; gap < items - 1; gap++) {
                if (order[gap] < segments - 1) {
                    segment++;
                }
                lengths[segment]++;
            }
            return lengths;
        }

        private static boolean[] rolled(boolean[] mask, int drawn, List<StatelessSeed> seeds) {
            StatelessSeed first = seeds.get(0);
            StatelessSeed second = seeds.get(1);
            StatelessSeed own = new StatelessSeed(first.first() + second.second(), first.second() - second.first());
            int offset = own.uniformInt(0, drawn);
            boolean[] rolled = new boolean[mask.length];
            for (int i = 0; i < mask.length; i++) {
                rolled[(i + offset) % mask.length] = mask[i];
            }
            return rolled;
        }
    }
}
