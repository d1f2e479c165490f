package dev.cloze.seqio.megatron;

import dev.cloze.Refusal;

/**
 * Where samples of equal length begin in documents laid end to end, as Megatron's {@code build_sample_idx} finds it.
 *
 * <pre>
 * documents  of 5, 3 and 4 tokens, 4 a sample and one more as the last label
 * tokens     a b c d e | f g h | i j k l
 * samples    a b c d e           entry (0, 0)
 *                    e | f g h | i     (0, 4)
 *                                i ... (2, 0)
 * </pre>
 */
public final class SampleIndex {

    private final int[] entries;

    private SampleIndex(int[] entries) {
        this.entries = entries;
    }

    /**
     * How samples are cut.
     *
     * @param sequenceLength tokens a sample
     * @param extraToken whether each sample has one more token, which is the next one's first
     * @param dropsLastPartial whether a sample that the documents do not fill is left out
     */
    public record Cut(int sequenceLength, boolean extraToken, boolean dropsLastPartial) {

        /** Checks the length. */
        public Cut {
            Refusal.require(sequenceLength > 0, "sequenceLength must be at least 1, got %d", sequenceLength);
        }

        int extra() {
            return extraToken ? 1 : 0;
        }

        /** How many samples so many tokens make. */
        int samples(long tokens) {
            long whole = (tokens - extra()) / sequenceLength;
            // In single precision, as the reference does.
            double partial = Math.ceil((float) (tokens - extra()) / sequenceLength);
            return Math.toIntExact(dropsLastPartial ? whole : (long) partial);
        }
    }

    /** Cuts documents, given by number in order; {@code tokens} is how many they have altogether. */
    public static SampleIndex build(int[] lengths, int[] order, long tokens, Cut cut) {
        int samples = cut.samples(tokens);
        int[] entries = new int[2 * (samples + 1)];
        int document = 0;
        int offset = 0;
        for (int entry = 1; entry <= samples; entry++) {
            int remaining = cut.sequenceLength() + cut.extra();
            while (remaining > 0) {
                int here = lengths[order[document]] - offset;
                if (here >= remaining) {
                    offset += remaining - cut.extra();
                    remaining = 0;
                } else if (document == order.length - 1) {
                    offset = lengths[order[document]] - cut.extra();
                    remaining = 0;
                } else {
                    remaining -= here;
                    document++;
                    offset = 0;
                }
            }
            entries[2 * entry] = document;
            entries[2 * entry + 1] = offset;
        }
        return new SampleIndex(entries);
    }

    /** Number of samples. */
    public int samples() {
        return entries.length / 2 - 1;
    }

    /** The place in the order of documents at which a sample begins; that behind the last is its end. */
    public int document(int sample) {
        return entries[2 * sample];
    }

    /** The token of that document at which it begins. */
    public int offset(int sample) {
        return entries[2 * sample + 1];
    }
}
