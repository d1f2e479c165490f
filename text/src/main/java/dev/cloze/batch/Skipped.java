package dev.cloze.batch;

/**
 * What could not be learnt from as the recipe says.
 *
 * @param emptyDocuments documents without a token
 * @param singleTokens runs of one token, from which there is nothing to learn
 * @param overflowing examples for which more gaps were asked than the vocabulary has sentinels: they have fewer, or ids that
 *     count down into other pieces where the objective says so
 * @param truncated sides of pairs whose end was cut off, since they are longer than a row
 */
public record Skipped(long emptyDocuments, long singleTokens, long overflowing, long truncated) {

    /** Nothing. */
    public static final Skipped NONE = new Skipped(0, 0, 0, 0);

    /** So many documents without a token. */
    public static Skipped ofEmptyDocuments(long count) {
        return new Skipped(count, 0, 0, 0);
    }

    /** So many runs of one token. */
    public static Skipped ofSingleTokens(long count) {
        return new Skipped(0, count, 0, 0);
    }

    /** So many examples with more gaps than sentinels. */
    public static Skipped ofOverflowing(long count) {
        return new Skipped(0, 0, count, 0);
    }

    /** So many sides that were cut off. */
    public static Skipped ofTruncated(long count) {
        return new Skipped(0, 0, 0, count);
    }

    /** All counts together. */
    public long sum() {
        return emptyDocuments + singleTokens + overflowing + truncated;
    }

    /** Both together. */
    public Skipped plus(Skipped other) {
        return new Skipped(
                emptyDocuments + other.emptyDocuments,
                singleTokens + other.singleTokens,
                overflowing + other.overflowing,
                truncated + other.truncated);
    }
}
