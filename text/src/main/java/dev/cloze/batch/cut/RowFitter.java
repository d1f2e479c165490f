package dev.cloze.batch.cut;

import dev.cloze.Seed;
import dev.cloze.objective.Denoisers;
import dev.cloze.objective.Lengths;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts runs into segments row by row so that rows are full on both sides. Denoisers differ in how much they write of what
 * they read: one that masks half of the tokens fills short targets long before the inputs. So examples that are heavy on
 * one side share a row with one that is light there, and all are as long as together leave no room.
 *
 * <pre>
 * room for 512 inputs, 114 targets    R(3, 0.15) alone    568 tokens: 512 read, 114 written
 *                                     X(64, 0.15)         568 tokens: 484 read,  88 written
 *                                     + X(3, 0.5)          38 tokens:  26 read,  26 written
 * </pre>
 *
 * Denoisers are drawn at their rates; some draws wait until a row suits them, the oldest first. What can fill both sides
 * is bounded by the rates alone: rows are as full as the drawn denoisers' needs together allow.
 */
final class RowFitter {

    /** Draws that may wait. */
    private static final int WINDOW = 32;

    private final Denoisers denoisers;
    private final Lengths lengths;
    private final Seed seed;
    private final List<Draw> waiting = new ArrayList<>();
    private int drawn;

    RowFitter(Denoisers denoisers, Lengths lengths, Seed seed) {
        this.denoisers = denoisers;
        this.lengths = lengths;
        this.seed = seed;
    }

    /** Rows of segments, until no run has an example left. */
    List<List<Segment>> rows(List<TokenRun> runs) {
        List<List<Segment>> rows = new ArrayList<>();
        Room room = Room.of(lengths);
        List<Segment> row = new ArrayList<>();
        for (TokenRun run : runs) {
            while (run.lasts()) {
                Room left = place(run, room, row);
                if (left.equals(room)) {
                    rows.add(row);
                    row = new ArrayList<>();
                    left = Room.of(lengths);
                }
                room = left;
            }
        }
        if (!row.isEmpty()) {
            rows.add(row);
        }
        return rows;
    }

    /** Puts one or more segments into a row and gives the room that is left, all of it where nothing fits. */
    private Room place(TokenRun run, Room room, List<Segment> row) {
        while (waiting.size() < WINDOW) {
            Seed own = seed.at(drawn++);
            waiting.add(Draw.of(denoisers.draw(own), own, lengths));
        }
        int least = row.isEmpty() ? Denoisers.FEWEST_TOKENS : Math.min(RowPlan.SHORTEST, run.left());
        Room left = room;
        for (RowPlan.Piece piece : new RowPlan(waiting, room, least).pieces()) {
            int before = run.left();
            Segment segment = piece.draw().segment(run, piece.tokens());
            row.add(segment);
            waiting.remove(piece.draw());
            left = left.without(segment.example());
            // The end of a run changes what fits beside it.
            if (before - run.left() < piece.tokens() || !run.lasts()) {
                break;
            }
        }
        return left;
    }
}
