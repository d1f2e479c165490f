package dev.cloze.seqio.megatron;

import dev.cloze.Refusal;
import dev.cloze.data.random.MersenneTwister;
import dev.cloze.data.random.MersenneTwister64;
import java.util.Arrays;

/**
 * Samples of whole sentences, as Megatron's {@code build_mapping} cuts documents for T5 and BERT: sentences are gathered up
 * to a target length, which is now and then short; then the samples are shuffled.
 */
public final class SentenceSamples {

    private static final int LONGEST_SENTENCE = 512;
    private static final int WIDTH = 3;

    private final int[] samples;

    private SentenceSamples(int[] samples) {
        this.samples = samples;
    }

    /**
     * What is drawn.
     *
     * @param seed of the generators
     * @param epochs how often each document is used at most
     * @param maxSamples no further epoch begins once there are so many samples
     * @param maxLength the target length in tokens
     * @param shortRate how often the target is a random shorter one
     * @param minSentences documents with fewer sentences are left out
     */
    public record Settings(int seed, int epochs, long maxSamples, int maxLength, double shortRate, int minSentences) {

        /** Checks the ranges. */
        public Settings {
            Refusal.require(maxLength > 1, "maxLength must be at least 2, got %d", maxLength);
            Refusal.require(shortRate >= 0 && shortRate <= 1, "shortRate must be in [0, 1], got %s", shortRate);
            Refusal.require(minSentences > 0, "minSentences must be at least 1, got %d", minSentences);
        }
    }

    /** Cuts documents into samples; document {@code d} has the sentences from {@code documents[d]} to the next one's first. */
    public static SentenceSamples build(int[] documents, int[] lengths, Settings settings) {
        Walk walk = new Walk(lengths, settings);
        for (int epoch = 0; epoch < settings.epochs() && walk.count < settings.maxSamples(); epoch++) {
            int before = walk.count;
            for (int d = 0; d + 1 < documents.length; d++) {
                walk.document(documents[d], documents[d + 1]);
            }
            if (walk.count == before) {
                throw Refusal.at("documents", "none has %d sentences that are short enough", settings.minSentences());
            }
        }
        return new SentenceSamples(shuffled(Arrays.copyOf(walk.samples, WIDTH * walk.count), settings.seed()));
    }

    private static int[] shuffled(int[] samples, int seed) {
        MersenneTwister64 random = new MersenneTwister64(seed + 1L);
        for (int i = samples.length / WIDTH - 1; i > 0; i--) {
            int j = (int) Long.remainderUnsigned(random.nextLong(), i + 1L);
            for (int k = 0; k < WIDTH; k++) {
                int kept = samples[WIDTH * i + k];
                samples[WIDTH * i + k] = samples[WIDTH * j + k];
                samples[WIDTH * j + k] = kept;
            }
        }
        return samples;
    }

    /** Number of samples. */
    public int size() {
        return samples.length / WIDTH;
    }

    /** The first sentence of a sample. */
    public int from(int sample) {
        return samples[WIDTH * sample];
    }

    /** The sentence behind the last of a sample. */
    public int to(int sample) {
        return samples[WIDTH * sample + 1];
    }

    /** The target length of a sample in tokens. */
    public int length(int sample) {
        return samples[WIDTH * sample + 2];
    }

    private static final class Walk {

        private final int[] lengths;
        private final Settings settings;
        private final MersenneTwister random;
        private final int shortRatio;
        private int[] samples = new int[WIDTH * 16];
        private int count;

        Walk(int[] lengths, Settings settings) {
            this.lengths = lengths;
            this.settings = settings;
            random = new MersenneTwister(settings.seed());
            shortRatio = settings.shortRate() > 0 ? (int) Math.round(1 / settings.shortRate()) : 0;
        }

        void document(int first, int last) {
            if (last - first < settings.minSentences() || hasLongSentence(first, last)) {
                return;
            }
            int begin = first;
            int tokens = 0;
            int target = target();
            for (int sentence = first; sentence < last; sentence++) {
                tokens += lengths[sentence];
                int left = last - sentence - 1;
                boolean full = tokens >= target && left > 1 && sentence - begin + 1 >= settings.minSentences();
                if (full || left == 0) {
                    add(begin, sentence + 1, target);
                    begin = sentence + 1;
                    tokens = 0;
                    target = target();
                }
            }
        }

        private boolean hasLongSentence(int first, int last) {
            for (int sentence = first; last - first > 1 && sentence < last; sentence++) {
                if (lengths[sentence] > LONGEST_SENTENCE) {
                    return true;
                }
            }
            return false;
        }

        private int target() {
            if (shortRatio == 0) {
                return settings.maxLength();
            }
            long drawn = Integer.toUnsignedLong(random.nextInt());
            return drawn % shortRatio == 0 ? (int) (2 + drawn % (settings.maxLength() - 1)) : settings.maxLength();
        }

        private void add(int from, int to, int target) {
            if (WIDTH * (count + 1) > samples.length) {
                samples = Arrays.copyOf(samples, Math.multiplyExact(samples.length, 2));
            }
            samples[WIDTH * count] = from;
            samples[WIDTH * count + 1] = to;
            samples[WIDTH * count + 2] = target;
            count++;
        }
    }
}
