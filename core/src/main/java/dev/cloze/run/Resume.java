package dev.cloze.run;

/** What a run does about an earlier one in the same folder. */
public enum Resume {
    /** Goes on from the newest whole checkpoint, begins where there is none. */
    AUTO,
    /** Begins anew, in an empty folder only. */
    NEVER
}
