package dev.cloze.text.sentencepiece;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The buffers that one call works in: text as UTF-8, its normal form, where words begin in it, and the ids found. They
 * are kept between calls, so that encoding allocates nothing but its answer.
 */
public final class Workspace {

    private static final int KEPT = 1 << 20;

    byte[] text = new byte[1024];
    int textLength;

    byte[] normal = new byte[3072];
    int normalLength;

    /** Whether normalising has just seen a space, so that more of them are dropped. */
    boolean afterSpace;

    /** What one step of normalising puts in place of the text it read: {@code rule[ruleFrom..ruleTo)}. */
    byte[] rule = text;

    int ruleFrom;
    int ruleTo;
    boolean ruleIsAlias;

    int[] words = new int[256];
    int wordCount;

    int[] ids = new int[1024];
    int count;

    /** Lengths in bytes of the unknown runs, in their order in {@code ids}. */
    int[] unknowns = new int[16];

    int unknownCount;
    boolean afterUnknown;

    /** Score of the text so far, summed in the order of the pieces. */
    float score;

    final Lattice lattice = new Lattice();
    final Merges merges = new Merges();
    private @Nullable WordCache cache;

    /** Number of ids found. */
    public int count() {
        return count;
    }

    /** The ids found; only the first {@link #count()} hold. */
    public int[] ids() {
        return ids;
    }

    /** The words seen lately; megabytes, so made only for who looks one up. */
    WordCache cache() {
        WordCache made = cache == null ? new WordCache() : cache;
        cache = made;
        return made;
    }

    void begin() {
        normalLength = 0;
        wordCount = 0;
        count = 0;
        unknownCount = 0;
        afterUnknown = false;
        score = 0;
    }

    /** Takes {@code string} as UTF-8; a surrogate without its partner becomes U+FFFD. */
    void take(String string) {
        int length = string.length();
        byte[] out = text.length >= 3L * length ? text : grown(text, 3L * length);
        text = out;
        int n = 0;
        for (int i = 0; i < length; i++) {
            char c = string.charAt(i);
            if (c < 0x80) {
                out[n++] = (byte) c;
            } else if (c < 0x800) {
                out[n++] = (byte) (0xC0 | c >> 6);
                out[n++] = (byte) (0x80 | (c & 0x3F));
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < length
                    && Character.isLowSurrogate(string.charAt(i + 1))) {
                n = four(out, n, Character.toCodePoint(c, string.charAt(++i)));
            } else {
                n = three(out, n, Character.isSurrogate(c) ? '\uFFFD' : c);
            }
        }
        textLength = n;
    }

    void add(int id) {
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, grownSize(count + 1L));
        }
        ids[count++] = id;
    }

    /** Notes an unknown run of {@code bytes}; one that follows another lengthens it. */
    void unknown(int id, int bytes) {
        if (afterUnknown) {
            unknowns[unknownCount - 1] += bytes;
            return;
        }
        if (unknownCount == unknowns.length) {
            unknowns = Arrays.copyOf(unknowns, grownSize(unknownCount + 1L));
        }
        unknowns[unknownCount++] = bytes;
        afterUnknown = true;
        add(id);
    }

    void rule(byte[] bytes, int from, int to) {
        rule = bytes;
        ruleFrom = from;
        ruleTo = to;
    }

    void beginWord(int at) {
        if (wordCount == words.length) {
            words = Arrays.copyOf(words, grownSize(wordCount + 1L));
        }
        words[wordCount++] = at;
    }

    /** Makes room for {@code more} bytes of normal form after {@code length}, and for a word's key to be read there. */
    byte[] room(int length, long more) {
        if (normal.length - length < more + WordCache.SLACK) {
            normal = grown(normal, length + more + WordCache.SLACK);
        }
        return normal;
    }

    /** Whether this is small enough to be kept for the next call. */
    public boolean isWorthKeeping() {
        return text.length <= KEPT && normal.length <= KEPT && lattice.size() <= KEPT && merges.size() <= KEPT;
    }

    static int grownSize(long needed) {
        return (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, Math.min(2 * needed, 1L << 30)));
    }

    private static byte[] grown(byte[] old, long needed) {
        return Arrays.copyOf(old, grownSize(needed));
    }

    private static int three(byte[] out, int n, int c) {
        out[n] = (byte) (0xE0 | c >> 12);
        out[n + 1] = (byte) (0x80 | (c >> 6 & 0x3F));
        out[n + 2] = (byte) (0x80 | (c & 0x3F));
        return n + 3;
    }

    private static int four(byte[] out, int n, int c) {
        out[n] = (byte) (0xF0 | c >> 18);
        out[n + 1] = (byte) (0x80 | (c >> 12 & 0x3F));
        out[n + 2] = (byte) (0x80 | (c >> 6 & 0x3F));
        out[n + 3] = (byte) (0x80 | (c & 0x3F));
        return n + 4;
    }
}
