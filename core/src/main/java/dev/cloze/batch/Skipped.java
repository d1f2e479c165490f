package dev.cloze.batch;

/**
 * What could not be learnt from as the recipe says.
 *
 * @param emptyDocuments documents without a token
 * @param singleTokens runs of one token, from which there is nothing to learn
 * @param cappedExamples examples with fewer, longer gaps than asked for, because the vocabulary has no more sentinels
 * @param truncated sides of pairs whose end was cut off, since they are longer than a row
 */
public record Skipped(long emptyDocuments, long singleTokens, long cappedExamples, long truncated) {

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

    /** Both together. */
    public Skipped plus(Skipped other) {
        return new Skipped(
                emptyDocuments + other.emptyDocuments,
                singleTokens + other.singleTokens,
                cappedExamples + other.cappedExamples,
                truncated + other.truncated);
    }
}
