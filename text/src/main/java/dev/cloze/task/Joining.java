package dev.cloze.task;

/** How documents become the runs of tokens that segments are cut from. Documents of two languages never meet in one. */
public enum Joining {
    /** Those of a language follow each other without a mark, as T5 joins them; the last segments are shorter. */
    CONCATENATED,
    /** The same with an end-of-sequence token after each document. */
    SEPARATED,
    /** Each is cut up on its own. */
    ALONE
}
