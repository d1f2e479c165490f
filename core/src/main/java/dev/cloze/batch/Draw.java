package dev.cloze.batch;

import dev.cloze.Seed;
import dev.cloze.objective.Denoiser;
import dev.cloze.objective.Lengths;

/**
 * A denoiser that was drawn for an example.
 *
 * @param denoiser makes it
 * @param seed the example's own
 */
record Draw(Denoiser denoiser, Seed seed) {

    int longest(Room room) {
        return denoiser.longest(room.inputs(), room.targets(), seed);
    }

    Lengths lengths(int tokens) {
        return denoiser.lengths(tokens, seed);
    }

    /** What is left of a room beside the example of so many tokens. */
    Room beside(int tokens, Room room) {
        return room.without(lengths(tokens));
    }

    /** Whether the longest example in a room leaves more of the inputs than of the targets. */
    boolean isHeavy(Room room) {
        int longest = longest(room);
        return longest > 1 && beside(longest, room).hasMoreInputs();
    }

    Segment segment(Run run, int most) {
        return new Segment(run.cut(most), run.language(), denoiser, seed);
    }
}
