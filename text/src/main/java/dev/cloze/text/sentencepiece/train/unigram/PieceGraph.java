package dev.cloze.text.sentencepiece.train.unigram;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;

/**
 * A double-array trie over character numbers. A node is a slot; its unit holds its base in the upper half and its
 * parent's slot in the lower half. The child for character {@code c} is slot {@code base + c} if that one's parent is
 * the node. Candidates are known by their nodes, so that walking needs no further table.
 */
final class PieceGraph {

    static final int ROOT = 0;

    private static final int TRIES = 64;
    private static final long FREE = 0xFFFFFFFFL;

    private long[] units = new long[1 << 12];
    private final BitSet taken = new BitSet();
    private int open = 1;
    private int size = 1;
    private final int[] nodes;

    private PieceGraph(int candidates) {
        nodes = new int[candidates];
        Arrays.fill(units, FREE);
        taken.set(ROOT);
        units[ROOT] = FREE;
    }

    private record Range(int node, int depth, int from, int to) {}

    static PieceGraph of(Candidates candidates) {
        PieceGraph graph = new PieceGraph(candidates.size());
        Deque<Range> ranges = new ArrayDeque<>();
        ranges.add(new Range(ROOT, 0, 0, candidates.size()));
        while (!ranges.isEmpty()) {
            graph.place(ranges.remove(), candidates, ranges);
        }
        graph.units = Arrays.copyOf(graph.units, graph.size + Character.MAX_VALUE + 1);
        Arrays.fill(graph.units, graph.size, graph.units.length, FREE);
        return graph;
    }

    /** One more than the largest node. */
    int size() {
        return size;
    }

    /** The node of a candidate. */
    int node(int candidate) {
        return nodes[candidate];
    }

    /** The child of {@code node} for {@code character}, or -1. */
    int child(int node, char character) {
        int slot = (int) (units[node] >>> 32) + character;
        return (int) units[slot] == node ? slot : -1;
    }

    private void place(Range range, Candidates candidates, Deque<Range> ranges) {
        int first = range.from;
        if (candidates.length(first) == range.depth) {
            nodes[first++] = range.node;
        }
        if (first == range.to) {
            return;
        }
        char[] labels = labels(range, first, candidates);
        int base = base(labels);
        units[range.node] = (units[range.node] & FREE) | (long) base << 32;
        int from = first;
        for (char label : labels) {
            int slot = base + label;
            taken.set(slot);
            units[slot] = range.node;
            size = Math.max(size, slot + 1);
            int to = from;
            while (to < range.to && label(candidates, to, range.depth) == label) {
                to++;
            }
            ranges.add(new Range(slot, range.depth + 1, from, to));
            from = to;
        }
    }

    private static char[] labels(Range range, int first, Candidates candidates) {
        char[] labels = new char[16];
        int count = 0;
        for (int i = first; i < range.to; i++) {
            char label = label(candidates, i, range.depth);
            if (count == 0 || labels[count - 1] != label) {
                labels = count == labels.length ? Arrays.copyOf(labels, 2 * count) : labels;
                labels[count++] = label;
            }
        }
        return Arrays.copyOf(labels, count);
    }

    private static char label(Candidates candidates, int i, int depth) {
        return candidates.text()[candidates.from(i) + depth];
    }

    private int base(char[] labels) {
        int slot = taken.nextClearBit(Math.max(open, labels[0]));
        for (int tries = 0; tries < TRIES && !fits(slot - labels[0], labels); tries++) {
            slot = taken.nextClearBit(slot + 1);
        }
        if (!fits(slot - labels[0], labels)) {
            // Where so many places in a row are too narrow, the text before them is as good as full.
            open = labels.length == 1 ? slot : Math.max(open, slot - 16 * TRIES);
            slot = Math.max(taken.length(), labels[0]);
        }
        int needed = slot + Character.MAX_VALUE + 1;
        if (needed > units.length) {
            int old = units.length;
            units = Arrays.copyOf(units, Math.max(needed, 2 * old));
            Arrays.fill(units, old, units.length, FREE);
        }
        return slot - labels[0];
    }

    private boolean fits(int base, char[] labels) {
        for (char label : labels) {
            if (taken.get(base + label)) {
                return false;
            }
        }
        return true;
    }
}
