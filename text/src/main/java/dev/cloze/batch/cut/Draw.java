package dev.cloze.batch.cut;

import dev.cloze.Seed;
import dev.cloze.objective.Denoiser;
import dev.cloze.objective.Example;
import dev.cloze.objective.Lengths;
import dev.cloze.text.Tokens;

/**
 * A denoiser that was drawn for an example.
 *
 * @param denoiser makes it
 * @param seed the example's own
 * @param alone tokens of the longest segment that has a row for itself
 */
record Draw(Denoiser denoiser, Seed seed, int alone) {

    static Draw of(Denoiser denoiser, Seed seed, Lengths row) {
        return new Draw(denoiser, seed, denoiser.longest(row.inputs(), row.targets(), seed));
    }

    int longest(Room room) {
        return room.isWhole() ? alone : denoiser.longest(room.inputs(), room.targets(), seed);
    }

    Lengths lengths(int tokens) {
        return denoiser.lengths(tokens, seed);
    }

    /** What is left of a room beside the example of so many tokens. */
    Room beside(int tokens, Room room) {
        return room.without(lengths(tokens));
    }

    Segment segment(TokenRun run, int most) {
        Tokens tokens = run.cut(most);
        Example example = denoiser.apply(tokens, run.language(), seed).from(run.source(), run.task());
        return new Segment(tokens, example);
    }
}
