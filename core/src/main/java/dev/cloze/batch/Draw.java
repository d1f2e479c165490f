package dev.cloze.batch;

import dev.cloze.Seed;
import dev.cloze.objective.Denoiser;
import dev.cloze.objective.Lengths;
import dev.cloze.text.Tokens;

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

    Segment segment(Run run, int most) {
        Tokens tokens = run.cut(most);
        return new Segment(tokens, denoiser.apply(tokens, run.language(), seed));
    }
}
