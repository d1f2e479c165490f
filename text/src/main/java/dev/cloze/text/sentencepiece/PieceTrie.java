package dev.cloze.text.sentencepiece;

import dev.cloze.Refusal;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.Iterator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A double-array trie from byte sequences to ids. A node's unit is
 *
 * <pre>
 * bits  31……10  9         8     7…0
 *       base    has an id  node  the byte that leads here
 * </pre>
 *
 * The child for byte {@code c} is unit {@code base ^ c}; the id, if any, is kept in unit {@code base} shifted left by
 * 9, which can never look like a child. Walking costs one array read a byte.
 */
final class PieceTrie {

    static final int NODE = 0x100;
    static final int HAS_ID = 0x200;
    static final int BASE_SHIFT = 10;
    static final int ID_SHIFT = 9;

    private static final int BLOCK = 256;
    private static final int OPEN_BLOCKS = 16;
    private static final int MOST_UNITS = 1 << 22;

    private int[] units = new int[BLOCK];
    private int size = BLOCK;
    private final BitSet taken = new BitSet();
    private final BitSet bases = new BitSet();

    private PieceTrie() {}

    /** A trie of {@code ids} by key; a key holding a zero byte can never be found and is left out. */
    static PieceTrie of(Iterable<byte[]> keys, int[] ids) {
        SortedMap<byte[], Integer> sorted = new TreeMap<>(Arrays::compareUnsigned);
        Iterator<byte[]> each = keys.iterator();
        for (int id : ids) {
            byte[] key = each.next();
            if (indexOfZero(key) < 0) {
                sorted.put(key, id);
            }
        }
        PieceTrie trie = new PieceTrie();
        trie.build(sorted.keySet().toArray(byte[][]::new), sorted.values());
        return trie;
    }

    /** The units; {@code base(units[0])} is the root's base. */
    int[] units() {
        return units;
    }

    /** The id of exactly these bytes, or -1. */
    int find(byte[] text, int from, int to) {
        int unit = units[0];
        for (int i = from; i < to; i++) {
            int c = text[i] & 0xFF;
            unit = units[(unit >>> BASE_SHIFT) ^ c];
            if ((unit & 0x1FF) != (c | NODE)) {
                return -1;
            }
        }
        return (unit & HAS_ID) == 0 ? -1 : units[unit >>> BASE_SHIFT] >>> ID_SHIFT;
    }

    /** Length of the longest key that {@code text} begins with at {@code from}, or 0. */
    int longest(byte[] text, int from, int to) {
        int found = 0;
        int unit = units[0];
        for (int i = from; i < to; i++) {
            int c = text[i] & 0xFF;
            unit = units[(unit >>> BASE_SHIFT) ^ c];
            if ((unit & 0x1FF) != (c | NODE)) {
                break;
            }
            if ((unit & HAS_ID) != 0) {
                found = i + 1 - from;
            }
        }
        return found;
    }

    private static int indexOfZero(byte[] key) {
        for (int i = 0; i < key.length; i++) {
            if (key[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    private record Range(int node, int depth, int from, int to) {}

    private void build(byte[][] keys, Iterable<Integer> values) {
        int[] ids = new int[keys.length];
        int count = 0;
        for (int id : values) {
            ids[count++] = id;
        }
        taken.set(0);
        Deque<Range> open = new ArrayDeque<>();
        open.add(new Range(0, 0, 0, keys.length));
        while (!open.isEmpty()) {
            place(open.remove(), keys, ids, open);
        }
        units = Arrays.copyOf(units, size);
    }

    private void place(Range range, byte[][] keys, int[] ids, Deque<Range> open) {
        boolean ends = range.from < range.to && keys[range.from].length == range.depth;
        int first = ends ? range.from + 1 : range.from;
        int[] labels = labels(keys, first, range.to, range.depth);
        if (labels.length == 0 && !ends) {
            return;
        }
        int base = freeBase(labels, ends);
        units[range.node] |= base << BASE_SHIFT | (ends ? HAS_ID : 0);
        if (ends) {
            taken.set(base);
            units[base] = ids[range.from] << ID_SHIFT;
        }
        for (int label : labels) {
            taken.set(base ^ label);
            units[base ^ label] = label | NODE;
        }
        int from = first;
        for (int label : labels) {
            int to = endOf(label, keys, from, range);
            open.add(new Range(base ^ label, range.depth + 1, from, to));
            from = to;
        }
    }

    private static int endOf(int label, byte[][] keys, int from, Range range) {
        int to = from;
        while (to < range.to && (keys[to][range.depth] & 0xFF) == label) {
            to++;
        }
        return to;
    }

    private static int[] labels(byte[][] keys, int from, int to, int depth) {
        int[] labels = new int[BLOCK];
        int count = 0;
        for (int i = from; i < to; i++) {
            int label = keys[i][depth] & 0xFF;
            if (count == 0 || labels[count - 1] != label) {
                labels[count++] = label;
            }
        }
        return Arrays.copyOf(labels, count);
    }

    // Two nodes must never share a base, or a child of one would be taken for a child of the other.
    private int freeBase(int[] labels, boolean ends) {
        int lead = ends ? 0 : labels[0];
        int slot = taken.nextClearBit(Math.max(0, size - OPEN_BLOCKS * BLOCK));
        while (slot < size) {
            int base = slot ^ lead;
            if (!bases.get(base) && fits(base, labels)) {
                bases.set(base);
                return base;
            }
            slot = taken.nextClearBit(slot + 1);
        }
        int base = size ^ lead;
        Refusal.require(size < MOST_UNITS, "a vocabulary's trie may have at most %d units", MOST_UNITS);
        size += BLOCK;
        units = size <= units.length ? units : Arrays.copyOf(units, 2 * units.length);
        bases.set(base);
        return base;
    }

    private boolean fits(int base, int[] labels) {
        for (int label : labels) {
            if (taken.get(base ^ label)) {
                return false;
            }
        }
        return true;
    }
}
