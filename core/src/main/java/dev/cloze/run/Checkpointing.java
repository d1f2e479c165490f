package dev.cloze.run;

import dev.cloze.Doc;
import dev.cloze.Refusal;

/** What is kept to go on from. */
public record Checkpointing(
        @Doc(value = "A checkpoint every so often, and at the end.", unit = "steps")
        long every,

        @Doc(value = "Checkpoints that are kept.", unit = "checkpoints")
        int keep,

        @Doc("What to do about an earlier run in the same folder: go on, or begin anew in an empty folder only.")
        Resume resume) {

    /** The last three of every thousandth step; an earlier run in the folder goes on. */
    public static final Checkpointing USUAL = new Checkpointing(1000, 3, Resume.AUTO);

    /** As usual, but every so many steps. */
    public static Checkpointing every(long steps) {
        return new Checkpointing(steps, USUAL.keep(), USUAL.resume());
    }

    /** Checks the ranges. */
    public Checkpointing {
        Refusal.require(every > 0, "every must be at least 1, got %d", every);
        Refusal.require(keep > 0, "keep must be at least 1, got %d", keep);
    }
}
