package dev.cloze.nn;

import java.util.Arrays;

/**
 * Which tokens each expert computes. Tokens are put side by side by expert, so that an expert with work does it in one
 * product and one without costs nothing.
 *
 * <pre>
 * experts of tokens 0 to 6     2 0 2 2 0 1 2      groups of 7, each expert takes 2
 * order                        1 4 5 0 2
 * starts                       0 2 3 5            expert 0: 1 4, expert 1: 5, expert 2: 0 2
 * turned away                  3 6
 * </pre>
 */
final class Routes {

    private final int[] order;
    private final int[] starts;

    private Routes(int[] order, int[] starts) {
        this.order = order;
        this.starts = starts;
    }

    /** The routes of tokens that chose {@code chosen}, each one of {@code experts}. */
    static Routes of(long[] chosen, int experts, Capacity.Limit limit) {
        boolean[] taken = taken(chosen, experts, limit);
        int[] starts = new int[experts + 1];
        for (int token = 0; token < chosen.length; token++) {
            starts[(int) chosen[token] + 1] += taken[token] ? 1 : 0;
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        int[] next = starts.clone();
        int[] order = new int[starts[experts]];
        for (int token = 0; token < chosen.length; token++) {
            if (taken[token]) {
                order[next[(int) chosen[token]]++] = token;
            }
        }
        return new Routes(order, starts);
    }

    /** The tokens that are computed, by expert and then by place. */
    int[] order() {
        return order.clone();
    }

    /** Where the tokens of {@code expert} begin in {@link #order}. */
    int start(int expert) {
        return starts[expert];
    }

    /** How many tokens {@code expert} computes. */
    int count(int expert) {
        return starts[expert + 1] - starts[expert];
    }

    private static boolean[] taken(long[] chosen, int experts, Capacity.Limit limit) {
        boolean[] taken = new boolean[chosen.length];
        int[] full = new int[experts];
        for (int token = 0; token < chosen.length; token++) {
            if (token % limit.group() == 0) {
                Arrays.fill(full, 0);
            }
            taken[token] = full[(int) chosen[token]]++ < limit.each();
        }
        return taken;
    }
}
