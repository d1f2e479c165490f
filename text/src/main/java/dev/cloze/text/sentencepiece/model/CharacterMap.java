package dev.cloze.text.sentencepiece.model;

import dev.cloze.Refusal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.BitSet;

/**
 * The compiled normalisation rules of a model file: a double-array trie from byte sequences to their replacements. The
 * layout is Darts-clone's: a unit holds a label in its lowest byte, bit 8 says that a rule ends there, and the upper
 * bits hold the offset that, combined with the next byte, gives the child.
 */
public final class CharacterMap {

    // Longest rule and replacement. A file from outside could else make much of little text, or a walk without end.
    private static final int MOST_BYTES = 256;

    /** No rules. */
    public static final CharacterMap NONE = new CharacterMap(new byte[0], new int[0], new byte[0]);

    private final byte[] blob;
    private final int[] units;
    private final byte[] replacements;

    private CharacterMap(byte[] blob, int[] units, byte[] replacements) {
        this.blob = blob;
        this.units = units;
        this.replacements = replacements;
    }

    /** Reads {@code <size of the trie, 4 bytes><trie><replacements, each ended by a zero>}; empty means no rules. */
    public static CharacterMap read(byte[] blob, String place) {
        if (blob.length == 0) {
            return NONE;
        }
        ByteBuffer in = ByteBuffer.wrap(blob).order(ByteOrder.LITTLE_ENDIAN);
        long size = blob.length < 4 ? -1 : Integer.toUnsignedLong(in.getInt());
        if (size < 4 || size % 4 != 0 || size > in.remaining()) {
            throw Refusal.at(place, "character map of %d bytes claims a trie of %d bytes", blob.length, size);
        }
        int[] units = new int[(int) size / 4];
        in.asIntBuffer().get(units);
        in.position(in.position() + (int) size);
        byte[] replacements = new byte[in.remaining()];
        in.get(replacements);
        if (replacements.length > 0 && replacements[replacements.length - 1] != 0) {
            throw Refusal.at(place, "character map must end with a zero byte");
        }
        int longest = longestReplacement(replacements);
        if (longest > MOST_BYTES) {
            throw Refusal.at(place, "a replacement must have at most %d bytes, got %d", MOST_BYTES, longest);
        }
        return new CharacterMap(blob, units, replacements);
    }

    private static int longestReplacement(byte[] replacements) {
        int longest = 0;
        int begin = 0;
        for (int i = 0; i < replacements.length; i++) {
            longest = Math.max(longest, i - begin);
            begin = replacements[i] == 0 ? i + 1 : begin;
        }
        return longest;
    }

    public boolean isEmpty() {
        return units.length == 0;
    }

    /** The rules as the file holds them. */
    public byte[] toBytes() {
        return blob.clone();
    }

    public byte[] replacements() {
        return replacements;
    }

    /**
     * The longest rule that {@code text} matches at {@code from}: its length in the upper half and the place of its
     * replacement in the lower half, or 0 if none matches.
     */
    public long longest(byte[] text, int from, int to) {
        long found = 0;
        int node = units.length == 0 ? -1 : offset(units[0]);
        int end = Math.min(to, from + MOST_BYTES);
        for (int i = from; i < end; i++) {
            node ^= text[i] & 0xFF;
            if (node < 0 || node >= units.length || (units[node] & 0x800000FF) != (text[i] & 0xFF)) {
                break;
            }
            boolean ends = (units[node] & 0x100) != 0;
            node ^= offset(units[node]);
            if (ends && node >= 0 && node < units.length) {
                found = (long) (i + 1 - from) << 32 | (units[node] & 0x7FFFFFFF);
            }
        }
        return found;
    }

    /** Where the replacement that begins at {@code from} ends. */
    public int endOf(int from) {
        int end = Math.min(from, replacements.length);
        while (end < replacements.length && replacements[end] != 0) {
            end++;
        }
        return end;
    }

    /** Whether some rule begins with the byte {@code first} alone or with {@code first} and {@code second}. */
    public boolean reaches(int first, int second) {
        if (units.length == 0) {
            return false;
        }
        int node = offset(units[0]) ^ first;
        if (node < 0 || node >= units.length || (units[node] & 0x800000FF) != first) {
            return false;
        }
        int next = node ^ offset(units[node]) ^ second;
        boolean endsHere = (units[node] & 0x100) != 0;
        return endsHere || (next >= 0 && next < units.length && (units[next] & 0x800000FF) == second);
    }

    /**
     * Refuses a map in which some text leads out of the trie, or to a replacement that is no UTF-8. Reading here stops at such a
     * place; other libraries do not look.
     */
    public void checkWhole(String place) {
        BitSet seen = new BitSet(units.length);
        ArrayDeque<Integer> open = new ArrayDeque<>();
        if (units.length > 0) {
            open.add(offset(units[0]));
        }
        while (!open.isEmpty()) {
            int base = open.remove();
            if (base < 0 || (base | 0xFF) >= units.length) {
                throw Refusal.at(place, "a rule leads to %d, outside the trie of %d units", base, units.length);
            }
            for (int c = 1; c < 256; c++) {
                int node = base ^ c;
                if ((units[node] & 0x800000FF) == c && !seen.get(node)) {
                    seen.set(node);
                    open.add(checkNode(node, place));
                }
            }
        }
    }

    /** Checks what a rule that ends at {@code node} puts in; returns where its children lie. */
    private int checkNode(int node, String place) {
        int children = node ^ offset(units[node]);
        boolean ends = (units[node] & 0x100) != 0;
        if (ends && children >= 0 && children < units.length) {
            int from = units[children] & 0x7FFFFFFF;
            boolean inside =
                    from < replacements.length && (from == 0 || replacements[from - 1] == 0 || isBoundary(from));
            if (!inside || !isUtf8(from)) {
                throw Refusal.at(
                        place, "a replacement must be UTF-8 within %d bytes, got one at %d", replacements.length, from);
            }
        }
        return children;
    }

    private boolean isBoundary(int at) {
        return (replacements[at] & 0xC0) != 0x80;
    }

    private boolean isUtf8(int from) {
        for (int i = from; i < endOf(from); ) {
            int length = Utf8Characters.validLength(replacements, i);
            if (length == 0) {
                return false;
            }
            i += length;
        }
        return true;
    }

    private static int offset(int unit) {
        return unit >>> 10 << ((unit & 0x200) >>> 6);
    }
}
