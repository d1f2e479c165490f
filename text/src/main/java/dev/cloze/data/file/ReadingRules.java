package dev.cloze.data.file;

import dev.cloze.Refusal;

/**
 * How strictly files are read.
 *
 * @param maxLineBytes the longest line that is held in memory
 * @param badRecordsAllowed how many unusable records of a pass are left out and reported before one is refused
 * @param notices hears of records left out and of long ways to a position
 * @param counts knows how many records files have
 * @param blankTexts whether records of lines and of JSON lines whose text is blank are documents too: there is nothing to
 *     learn from them, but an answer belongs to each
 */
public record ReadingRules(
        int maxLineBytes, long badRecordsAllowed, Notices notices, LineCounts counts, boolean blankTexts) {

    private static final int DEFAULT_MAX_LINE_BYTES = 64 << 20;
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 64;

    /** Checks the bounds. */
    public ReadingRules {
        Refusal.require(
                maxLineBytes > 0 && maxLineBytes <= LONGEST_ARRAY,
                "maxLineBytes must be in [1, %d], got %d",
                LONGEST_ARRAY,
                maxLineBytes);
        Refusal.require(badRecordsAllowed >= 0, "badRecordsAllowed must not be negative, got %d", badRecordsAllowed);
    }

    /** Lines of at most 64 MiB, no bad record, notices to the system's log. */
    public static ReadingRules strict() {
        return new ReadingRules(DEFAULT_MAX_LINE_BYTES, 0, Notices.log(), new LineCounts(), false);
    }

    /** The strict rules with notices to {@code receiver}. */
    public static ReadingRules telling(Notices receiver) {
        return strict().withNotices(receiver);
    }

    /** These rules with another longest line. */
    public ReadingRules withMaxLineBytes(int bytes) {
        return new ReadingRules(bytes, badRecordsAllowed, notices, counts, blankTexts);
    }

    /** These rules with so many bad records allowed. */
    public ReadingRules withBadRecordsAllowed(long records) {
        return new ReadingRules(maxLineBytes, records, notices, counts, blankTexts);
    }

    /** These rules with notices sent elsewhere. */
    public ReadingRules withNotices(Notices receiver) {
        return new ReadingRules(maxLineBytes, badRecordsAllowed, receiver, counts, blankTexts);
    }

    /** These rules with blank texts kept. */
    public ReadingRules withBlankTexts() {
        return new ReadingRules(maxLineBytes, badRecordsAllowed, notices, counts, true);
    }
}
