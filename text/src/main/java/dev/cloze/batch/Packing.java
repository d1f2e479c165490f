package dev.cloze.batch;

/** How examples come into rows. */
public enum Packing {
    /**
     * Segments are cut to fit the rows: joined documents are cut up row by row, each segment as long as leaves no room on
     * either side. Documents that are cut up on their own are packed by best fit.
     */
    FITTED,
    /** Each segment is as long as its denoiser can take; the examples of a group are packed by best fit. */
    BEST_FIT,
    /**
     * As best fit, then the examples of a row become one: their sentinels count on, one end of sequence follows the last, and
     * each sees the others. FlashT5's way; it needs no masks.
     */
    JOINED,
    /** One example a row; the rows of a batch have similar lengths. */
    NONE
}
