package dev.cloze.text.sentencepiece;

import java.util.Arrays;
import java.util.List;

/**
 * Finds the most probable pieces by the Viterbi algorithm (Kudo 2018, §3.2). Scores are summed in float32 from the
 * beginning of the text on, as SentencePiece does, so that near-ties fall the same way.
 */
final class UnigramSegmenter implements Segmenter {

    // Worse than the worst piece by this much, so that unknown pieces are a last resort.
    private static final float UNKNOWN_PENALTY = 10;

    private final PieceTable table;
    private final int[] units;
    private final float[] scores;
    private final float unknownScore;

    UnigramSegmenter(PieceTable table) {
        this.table = table;
        this.units = table.trie(Piece.Kind.NORMAL, Piece.Kind.USER_DEFINED).units();
        float least = Float.MAX_VALUE;
        float most = Float.MIN_NORMAL;
        for (Piece piece : table.pieces()) {
            if (piece.kind() == Piece.Kind.NORMAL) {
                least = Math.min(least, piece.score());
                most = Math.max(most, piece.score());
            }
        }
        this.unknownScore = least - UNKNOWN_PENALTY;
        this.scores = scores(table.pieces(), most);
    }

    // A user-defined piece outweighs any way to spell it.
    private static float[] scores(List<Piece> pieces, float most) {
        float[] scores = new float[pieces.size()];
        for (int id = 0; id < scores.length; id++) {
            Piece piece = pieces.get(id);
            boolean wins = piece.kind() == Piece.Kind.USER_DEFINED;
            scores[id] = wins ? (float) (Utf8.bytes(piece.text()).length * most - 0.1) : piece.score();
        }
        return scores;
    }

    @Override
    public void cut(Workspace work, int from, int to) {
        Lattice lattice = work.lattice;
        lattice.room(to - from);
        Arrays.fill(lattice.start, 0, to - from + 1, -1);
        lattice.score[0] = work.score;
        for (int at = from; at < to; ) {
            int step = Math.min(Utf8.length(work.normal[at]), to - at);
            if (!reach(work, from, at, to, step)) {
                offer(lattice, at + step - from, at - from, table.unknown(), unknownScore);
            }
            at += step;
        }
        work.score = lattice.score[to - from];
        collect(work, from, to);
    }

    /** Offers every piece that begins at {@code at}; whether one of them is a single character. */
    private boolean reach(Workspace work, int from, int at, int to, int step) {
        byte[] text = work.normal;
        boolean single = false;
        int unit = units[0];
        for (int i = at; i < to; ) {
            int c = text[i++] & 0xFF;
            unit = units[(unit >>> PieceTrie.BASE_SHIFT) ^ c];
            if ((unit & 0x1FF) != (c | PieceTrie.NODE)) {
                break;
            }
            if ((unit & PieceTrie.HAS_ID) != 0) {
                int id = units[unit >>> PieceTrie.BASE_SHIFT] >>> PieceTrie.ID_SHIFT;
                offer(work.lattice, i - from, at - from, id, scores[id]);
                single |= i - at == step;
            }
        }
        return single;
    }

    private static void offer(Lattice lattice, int end, int start, int id, float score) {
        float candidate = score + lattice.score[start];
        if (lattice.start[end] < 0 || candidate > lattice.score[end]) {
            lattice.score[end] = candidate;
            lattice.start[end] = start;
            lattice.id[end] = id;
        }
    }

    private void collect(Workspace work, int from, int to) {
        Lattice lattice = work.lattice;
        int next = -1;
        for (int end = to - from; end > 0; ) {
            int start = lattice.start[end];
            lattice.start[end] = next;
            next = end;
            end = start;
        }
        for (int start = 0; next > 0; ) {
            int following = lattice.start[next];
            table.add(work, lattice.id[next], from + start, from + next);
            start = next;
            next = following;
        }
    }
}
