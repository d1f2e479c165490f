package dev.cloze.text.sentencepiece.train.unigram;

import dev.cloze.Refusal;
import dev.cloze.text.sentencepiece.train.PieceShape;
import dev.cloze.text.sentencepiece.train.TrainingWords;
import java.util.Arrays;

/**
 * The candidates that training begins with (Kudo 2018, §3.2): all characters, and of the strings that occur more than
 * once those that cover the most text, found as the common beginnings of neighbours in suffix order.
 */
final class SeedPieces {

    private static final int LENGTH_BITS = 6;
    private static final int INDEX_BITS = 26;
    private static final int LONGEST_TEXT = 1 << INDEX_BITS;

    private final TrainingWords words;
    private final PieceShape shape;
    private final int[] order;
    private final long[] sums;

    // Where each open run of common beginnings begins in the order, and how long the beginning is.
    private final int[] runs;
    private final int[] depths;

    private long[] places = new long[1 << 12];
    private long[] covered = new long[1 << 12];
    private int count;

    private SeedPieces(TrainingWords words, PieceShape shape) {
        this.words = words;
        this.shape = shape;
        this.order = SuffixOrder.of(words.text(), words.length(), shape.longest());
        this.sums = sums();
        this.runs = new int[shape.longest() + 2];
        this.depths = new int[shape.longest() + 2];
    }

    /** At most {@code most} candidates beside the characters. */
    static Candidates of(TrainingWords words, PieceShape shape, int most) {
        Refusal.require(
                words.length() < LONGEST_TEXT / 2,
                "the different words have %d characters, at most %d can be learnt from: read a sample of the text",
                words.length(),
                LONGEST_TEXT / 2);
        SeedPieces seeds = new SeedPieces(words, shape);
        seeds.collect();
        return seeds.best(most);
    }

    /** How often the words of the suffixes before each place in the order were seen, together. */
    private long[] sums() {
        long[] counts = new long[words.length()];
        for (int word = 0; word < words.size(); word++) {
            Arrays.fill(counts, words.from(word), words.to(word), words.count(word));
        }
        long[] upTo = new long[order.length + 1];
        for (int i = 0; i < order.length; i++) {
            upTo[i + 1] = upTo[i] + counts[order[i]];
        }
        return upTo;
    }

    private void collect() {
        int top = 0;
        for (int i = 1; i <= order.length; i++) {
            int common = i == order.length ? 0 : common(order[i - 1], order[i]);
            int begin = i - 1;
            while (depths[top] > common) {
                begin = runs[top];
                offer(begin, i, depths[top--]);
            }
            if (depths[top] < common) {
                runs[++top] = begin;
                depths[top] = common;
            }
        }
        int begin = 0;
        for (int i = 1; i <= order.length; i++) {
            if (i == order.length || words.text()[order[i]] != words.text()[order[begin]]) {
                add(begin, 1, sums[i] - sums[begin]);
                begin = i;
            }
        }
    }

    private int common(int a, int b) {
        char[] text = words.text();
        int n = 0;
        int most = Math.min(shape.longest(), words.length() - Math.max(a, b));
        while (n < most && text[a + n] == text[b + n] && text[a + n] != 0) {
            n++;
        }
        return n;
    }

    private void offer(int begin, int end, int length) {
        if (length > 1 && shape.allows(words.alphabet(), words.text(), order[begin], length)) {
            add(begin, length, (sums[end] - sums[begin]) * length);
        }
    }

    private void add(int begin, int length, long weight) {
        if (words.text()[order[begin]] == 0) {
            return;
        }
        if (count == places.length) {
            places = Arrays.copyOf(places, 2 * count);
            covered = Arrays.copyOf(covered, 2 * count);
        }
        places[count] = (long) begin << LENGTH_BITS | (length - 1);
        covered[count++] = weight;
    }

    private Candidates best(int most) {
        long least = leastKept(most);
        long[] kept = new long[count];
        int n = 0;
        for (int i = 0; i < count; i++) {
            if (length(places[i]) == 1 || covered[i] >= least) {
                kept[n++] = places[i] << INDEX_BITS | i;
            }
        }
        kept = Arrays.copyOf(kept, n);
        Arrays.sort(kept);
        return candidates(kept);
    }

    // Sorted by place, strings are in the order of their characters, for the suffixes are.
    private Candidates candidates(long[] sorted) {
        int[] from = new int[sorted.length];
        byte[] length = new byte[sorted.length];
        double[] weights = new double[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            int index = (int) (sorted[i] & (LONGEST_TEXT - 1));
            from[i] = order[(int) (places[index] >>> LENGTH_BITS)];
            length[i] = (byte) length(places[index]);
            weights[i] = covered[index];
        }
        return Candidates.of(words.text(), from, length, weights);
    }

    /** The weight that a string needs so that at most {@code most} have it. */
    private long leastKept(int most) {
        long[] strings = new long[count];
        int n = 0;
        for (int i = 0; i < count; i++) {
            if (length(places[i]) > 1) {
                strings[n++] = covered[i];
            }
        }
        if (n <= most) {
            return 0;
        }
        Arrays.sort(strings, 0, n);
        return strings[n - most - 1] + 1;
    }

    private static int length(long place) {
        return (int) (place & ((1 << LENGTH_BITS) - 1)) + 1;
    }
}
