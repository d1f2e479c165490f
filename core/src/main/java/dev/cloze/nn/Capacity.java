package dev.cloze.nn;

import dev.cloze.Refusal;

/** How many tokens an expert takes before it turns the next ones away. */
public sealed interface Capacity permits Capacity.Dropless, Capacity.PerRow, Capacity.PerGroup {

    /** Every token goes where its router sends it. */
    Capacity DROPLESS = new Dropless();

    /** Reads what a run file says: 0 for no limit, a number of even shares, or {@code 64/row} for so many tokens of a row. */
    static Capacity parse(String text) {
        Refusal.require(
                text.matches("[0-9]{1,9}(/row|(\\.[0-9]{1,9})?)"),
                "must be 0, a number of even shares or such as 64/row, got '%s'",
                text);
        if (text.endsWith(PerRow.WORD)) {
            return new PerRow(Integer.parseInt(text.substring(0, text.length() - PerRow.WORD.length())));
        }
        double factor = Double.parseDouble(text);
        return factor == 0 ? DROPLESS : new PerGroup(factor, PerGroup.USUAL, PerGroup.LEAST);
    }

    /** The limit that holds for a batch. */
    Limit limit(int rows, int length, int experts);

    /**
     * Tokens stand in groups; of each group an expert takes the first few that choose it.
     *
     * @param group tokens in a group
     * @param each tokens of a group that an expert takes
     */
    record Limit(int group, int each) {}

    /** No limit. */
    record Dropless() implements Capacity {
        @Override
        public Limit limit(int rows, int length, int experts) {
            return new Limit(Math.max(1, rows * length), Integer.MAX_VALUE);
        }

        @Override
        public String toString() {
            return "0";
        }
    }

    /**
     * A fixed number for each row of a batch, as transformers' {@code expert_capacity}.
     *
     * @param each tokens of a row that an expert takes
     */
    record PerRow(int each) implements Capacity {

        private static final String WORD = "/row";

        /** Checks that an expert takes something. */
        public PerRow {
            Refusal.require(each > 0, "expert capacity must be at least 1, got %d", each);
        }

        @Override
        public Limit limit(int rows, int length, int experts) {
            return new Limit(Math.max(1, length), each);
        }

        @Override
        public String toString() {
            return each + WORD;
        }
    }

    /**
     * A multiple of an even share for each group of tokens (Fedus et al. 2021, eq. 3).
     *
     * @param factor how many even shares an expert takes
     * @param group most tokens in a group
     * @param least tokens an expert takes at least
     */
    record PerGroup(double factor, int group, int least) implements Capacity {

        private static final int USUAL = 4096;
        private static final int LEAST = 4;

        /** Checks that the numbers are positive. */
        public PerGroup {
            Refusal.require(factor > 0, "capacity factor must be above 0, got %s", factor);
            Refusal.require(group > 0 && least > 0, "group and least must be at least 1, got %d, %d", group, least);
        }

        /** The tokens are cut into the fewest groups of one length that is at most {@code group}. */
        @Override
        public Limit limit(int rows, int length, int experts) {
            int tokens = Math.max(1, rows * length);
            int groups = (tokens + group - 1) / group;
            while (tokens % groups != 0) {
                groups++;
            }
            int size = tokens / groups;
            return new Limit(size, Math.max((int) Math.round(factor * size / experts), least));
        }

        /** The factor alone: run files have the usual groups. */
        @Override
        public String toString() {
            return Double.toString(factor);
        }
    }
}
