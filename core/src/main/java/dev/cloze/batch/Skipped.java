package dev.cloze.batch;

/**
 * Text that no example could be made of.
 *
 * @param emptyDocuments documents without a token
 * @param singleTokens runs of one token, from which there is nothing to learn
 */
public record Skipped(long emptyDocuments, long singleTokens) {

    /** Nothing. */
    public static final Skipped NONE = new Skipped(0, 0);

    /** Both together. */
    public Skipped plus(Skipped other) {
        return new Skipped(emptyDocuments + other.emptyDocuments, singleTokens + other.singleTokens);
    }
}
