package dev.cloze.batch.cut;

import static java.util.stream.Collectors.partitioningBy;

import dev.cloze.objective.Denoisers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Chooses which of the waiting draws go into a room next, and how long their segments are. */
final class RowPlan {

    /** A segment is not cut shorter than this to share a row, unless its run ends. */
    static final int SHORTEST = 16;

    private final List<Draw> waiting;
    private final Room room;
    private final int least;

    /**
     * A plan.
     *
     * @param waiting draws, the oldest first
     * @param room the room
     * @param least the fewest tokens of a segment
     */
    RowPlan(List<Draw> waiting, Room room, int least) {
        this.waiting = waiting;
        this.room = room;
        this.least = least;
    }

    /**
     * A segment of a row.
     *
     * @param draw its denoiser
     * @param tokens its tokens
     */
    record Piece(Draw draw, int tokens) {

        Room beside(Room room) {
            return draw.beside(tokens, room);
        }
    }

    /** The next segments, none where none fits. */
    List<Piece> pieces() {
        List<Piece> fitting = waiting.stream()
                .map(draw -> new Piece(draw, draw.longest(room)))
                .filter(piece -> piece.tokens() >= least)
                .toList();
        if (fitting.isEmpty()) {
            return List.of();
        }
        Piece oldest = fitting.get(0);
        // Alone in the room, a heavy one leaves more of the inputs than of the targets.
        Map<Boolean, List<Piece>> kinds = fitting.stream()
                .collect(partitioningBy(piece -> piece.beside(room).hasMoreInputs()));
        List<Draw> heavy =
                kinds.getOrDefault(true, List.of()).stream().map(Piece::draw).toList();
        List<Piece> light = kinds.getOrDefault(false, List.of());
        for (Piece first : heavy.contains(oldest.draw()) ? light : List.of(oldest)) {
            List<Piece> together = together(first, heavy, light.size());
            if (!together.isEmpty()) {
                return together;
            }
        }
        return List.of(oldest);
    }

    /** A light segment and the oldest heavy ones, more of them the more are waiting. */
    private List<Piece> together(Piece light, List<Draw> heavy, int lights) {
        int count = heavy.isEmpty() ? 0 : Math.max(1, (int) Math.rint(heavy.size() / (double) lights));
        for (int parts = count; parts > 0; parts--) {
            List<Piece> pieces = fitted(light, heavy.subList(0, parts));
            if (pieces.stream().allMatch(piece -> piece.tokens() >= Math.max(least, SHORTEST))) {
                return pieces;
            }
        }
        return List.of();
    }

    /** The lengths that leave least room: the light segment grows until the inputs become as tight as the targets. */
    private List<Piece> fitted(Piece longest, List<Draw> heavy) {
        Draw light = longest.draw();
        int low = Denoisers.FEWEST_TOKENS;
        int high = longest.tokens();
        while (low < high) {
            int tokens = (low + high + 1) / 2;
            if (left(pieces(light, tokens, heavy)).hasMoreInputs()) {
                low = tokens;
            } else {
                high = tokens - 1;
            }
        }
        List<Piece> shorter = pieces(light, low, heavy);
        List<Piece> longer = pieces(light, Math.min(low + 1, longest.tokens()), heavy);
        return left(longer).size() < left(shorter).size() ? longer : shorter;
    }

    private List<Piece> pieces(Draw light, int tokens, List<Draw> heavy) {
        List<Piece> pieces = new ArrayList<>();
        pieces.add(new Piece(light, tokens));
        Room left = light.beside(tokens, room);
        for (int i = 0; i < heavy.size(); i++) {
            Draw draw = heavy.get(i);
            int longest = draw.longest(left.part(heavy.size() - i));
            pieces.add(new Piece(draw, longest));
            if (longest >= Denoisers.FEWEST_TOKENS) {
                left = draw.beside(longest, left);
            }
        }
        return pieces;
    }

    private Room left(List<Piece> pieces) {
        Room left = room;
        for (Piece piece : pieces) {
            if (piece.tokens() >= Denoisers.FEWEST_TOKENS) {
                left = piece.draw().beside(piece.tokens(), left);
            }
        }
        return left;
    }
}
