package dev.cloze.text.sentencepiece;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The symbols of a word while neighbours merge, as a doubly linked list, and the merges that are possible, best first. */
final class Merges {

    /** No merge is possible here. */
    static final long NONE = Long.MAX_VALUE;

    int[] at = new int[64];
    int[] length = new int[64];
    int[] previous = new int[64];
    int[] next = new int[64];

    /** The trie's unit after a symbol's bytes, or 0 where no piece begins with them. */
    int[] unit = new int[64];

    /** The merge of a symbol with the next one: its place in the queue and the trie's unit after it. */
    long[] order = new long[64];

    int[] mergedUnit = new int[64];

    /** For pieces that are kept for their id only: the length of the left part they were last merged from. */
    final Map<Integer, Integer> leftLength = new HashMap<>();

    private long[] queue = new long[64];
    private int queued;

    void room(int symbols) {
        queued = 0;
        leftLength.clear();
        if (at.length < symbols) {
            int size = Workspace.grownSize(symbols);
            at = new int[size];
            length = new int[size];
            previous = new int[size];
            next = new int[size];
            unit = new int[size];
            order = new long[size];
            mergedUnit = new int[size];
        }
    }

    int size() {
        return Math.max(at.length, queue.length);
    }

    /** Best score first, then leftmost: the order of a merge as a number, least first. */
    static long order(float score, int left) {
        int bits = Float.floatToIntBits(score + 0f);
        int ascending = bits ^ (bits >> 31 & 0x7FFFFFFF);
        return (long) ~ascending << 32 | left;
    }

    void push(long merge) {
        if (queued == queue.length) {
            queue = Arrays.copyOf(queue, Workspace.grownSize(queued + 1L));
        }
        int hole = queued++;
        while (hole > 0 && queue[(hole - 1) >>> 1] > merge) {
            queue[hole] = queue[(hole - 1) >>> 1];
            hole = (hole - 1) >>> 1;
        }
        queue[hole] = merge;
    }

    /** Removes and returns the first merge, or {@link #NONE}. */
    long pop() {
        if (queued == 0) {
            return NONE;
        }
        long first = queue[0];
        long last = queue[--queued];
        int hole = 0;
        int child = 1;
        while (child < queued) {
            child = child + 1 < queued && queue[child + 1] < queue[child] ? child + 1 : child;
            if (queue[child] >= last) {
                break;
            }
            queue[hole] = queue[child];
            hole = child;
            child = 2 * hole + 1;
        }
        queue[hole] = last;
        return first;
    }
}
