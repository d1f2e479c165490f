package dev.cloze.text.sentencepiece;

import dev.cloze.text.sentencepiece.model.Piece;
import dev.cloze.text.sentencepiece.model.Utf8Characters;
import java.util.List;

/**
 * Finds the most probable pieces by the Viterbi algorithm (Kudo 2018, §3.2). Scores are summed in float32 from the
 * beginning of the text on, as SentencePiece does, so that near-ties fall the same way: which of two ways to cut a word
 * wins can depend on the rounding of all that went before. A remembered word is therefore used only where its margin
 * exceeds any rounding; otherwise it is cut again from the score reached so far.
 */
final class UnigramSegmenter implements Segmenter {

    // Worse than the worst piece by this much, so that unknown pieces are a last resort.
    private static final float UNKNOWN_PENALTY = 10;

    // Where the score of a text has grown this large, SentencePiece sets it back to 0 and goes on.
    private static final float RESET = 100_000;

    // The distance of float32 numbers around 1.
    private static final float ULP = 0x1p-23f;

    // What makes a user-defined piece as good as certain at any usual strength of drawing.
    private static final double CERTAIN = 1e6;

    private static final int MOST_BYTES_OF_A_CHAR = 3;

    // Stands for the place of the unknown piece, which the trie does not hold.
    private static final int NO_LEAF = -1;

    private final PieceTable table;
    private final int[] units;
    private final float[] scores;

    /** The scores of the pieces at the places where the trie keeps their ids. */
    private final float[] leafScores;

    /** No piece has more bytes. */
    private final int longest;

    private final float unknownScore;
    private final float worstWord;

    UnigramSegmenter(PieceTable table) {
        this.table = table;
        this.units = table.trie(Piece.Kind.NORMAL, Piece.Kind.USER_DEFINED).units();
        this.scores = scores(table.pieces());
        this.leafScores = leafScores(units, scores);
        float least = Float.MAX_VALUE;
        float largest = 0;
        int most = 1;
        for (int id = 0; id < scores.length; id++) {
            Piece piece = table.pieces().get(id);
            least = piece.kind() == Piece.Kind.NORMAL ? Math.min(least, piece.score()) : least;
            largest = piece.kind().isInText() ? Math.max(largest, Math.abs(scores[id])) : largest;
            most = Math.max(most, piece.text().length() * MOST_BYTES_OF_A_CHAR);
        }
        this.longest = most;
        this.unknownScore = least - UNKNOWN_PENALTY;
        this.worstWord = WordCache.MOST_BYTES * Math.max(largest, Math.abs(unknownScore));
    }

    // A user-defined piece outweighs any way to spell it, and a longer one the shorter ones within.
    private static float[] scores(List<Piece> pieces) {
        float[] scores = new float[pieces.size()];
        for (int id = 0; id < scores.length; id++) {
            Piece piece = pieces.get(id);
            boolean wins = piece.kind() == Piece.Kind.USER_DEFINED;
            scores[id] = wins ? piece.symbolScore() : piece.score();
        }
        return scores;
    }

    private static float[] leafScores(int[] units, float[] scores) {
        float[] leafScores = new float[units.length];
        for (int unit : units) {
            if ((unit & PieceTrie.NODE) != 0 && (unit & PieceTrie.HAS_ID) != 0) {
                int leaf = unit >>> PieceTrie.BASE_SHIFT;
                leafScores[leaf] = scores[units[leaf] >>> PieceTrie.ID_SHIFT];
            }
        }
        return leafScores;
    }

    private int id(int leaf) {
        return leaf == NO_LEAF ? table.unknown() : units[leaf] >>> PieceTrie.ID_SHIFT;
    }

    @Override
    public void cut(Workspace work, int from, int to) {
        work.score = search(work, from, to, work.score);
        work.lattice.link(to - from);
        collect(work, from);
    }

    @Override
    public void cutWord(Workspace work, int from, int to) {
        float size = Math.abs(work.score) + worstWord;
        if (to - from > WordCache.MOST_BYTES || size >= RESET) {
            cut(work, from, to);
            return;
        }
        WordCache cache = work.cache();
        int slot = cache.slot(work.normal, from, to);
        if (!cache.holds(slot)) {
            learn(work, slot, from, to);
        }
        if (cache.margin(slot) > 2 * size * ULP) {
            recall(work, slot);
        } else {
            cut(work, from, to);
        }
    }

    private void recall(Workspace work, int slot) {
        WordCache cache = work.cache();
        float score = work.score;
        for (int i = 0; i < cache.count(slot); i++) {
            int id = cache.id(slot, i);
            score += scores[id];
            work.add(id);
        }
        work.score = score;
        work.afterUnknown = false;
    }

    /** Cuts the word on its own and keeps the outcome, with its margin divided by the most roundings on the way. */
    private void learn(Workspace work, int slot, int from, int to) {
        int first = work.count;
        search(work, from, to, 0);
        float margin = work.lattice.link(to - from) / (to - from);
        for (int end = work.lattice.start[0]; end > 0; end = work.lattice.start[end]) {
            margin = work.lattice.leaf[end] == NO_LEAF ? -1 : margin;
            work.add(id(work.lattice.leaf[end]));
        }
        work.cache().keep(slot, work, first, margin);
        work.count = first;
    }

    /** Fills the lattice, beginning with {@code score}; returns the score at its end. */
    private float search(Workspace work, int from, int to, float score) {
        Lattice lattice = work.lattice;
        lattice.begin(to - from, score);
        byte[] text = work.normal;
        for (int at = from; at < to; ) {
            int step = Math.min(Utf8Characters.length(text[at]), to - at);
            if (Math.abs(lattice.score[at - from]) > RESET) {
                lattice.reset(at - from, at - from + Math.min(to - at, longest));
            }
            if (!reach(lattice, text, from, at, to, step)) {
                lattice.offer(at + step - from, at - from, NO_LEAF, unknownScore + lattice.score[at - from]);
            }
            at += step;
        }
        return lattice.score[to - from];
    }

    /** Offers every piece that begins at {@code at}; whether one of them is a single character. */
    private boolean reach(Lattice lattice, byte[] text, int from, int at, int to, int step) {
        boolean single = false;
        float score = lattice.score[at - from];
        int base = units[0] >>> PieceTrie.BASE_SHIFT;
        for (int i = at; i < to; ) {
            int c = text[i++] & 0xFF;
            int unit = units[base ^ c];
            if ((unit & 0x1FF) != (c | PieceTrie.NODE)) {
                break;
            }
            base = unit >>> PieceTrie.BASE_SHIFT;
            if ((unit & PieceTrie.HAS_ID) != 0) {
                lattice.offer(i - from, at - from, base, leafScores[base] + score);
                single |= i - at == step;
            }
        }
        return single;
    }

    @Override
    public void draw(Workspace work, int from, int to, SampledSegmentation draw) {
        draw.begin(to - from);
        byte[] text = work.normal;
        for (int at = from; at < to; ) {
            int step = Math.min(Utf8Characters.length(text[at]), to - at);
            if (draw.reaches(at - from) && !offer(draw, text, new Span(from, at, to), step)) {
                draw.offer(at - from, at + step - from, NO_LEAF, unknownScore);
            }
            at += step;
        }
        work.lattice.begin(to - from, 0);
        draw.draw(to - from, work.lattice.start, work.lattice.leaf);
        collect(work, from);
    }

    /** A place in a stretch of text. */
    private record Span(int from, int at, int to) {}

    /** Offers every piece that begins at the place; whether one of them is a single character. */
    private boolean offer(SampledSegmentation draw, byte[] text, Span span, int step) {
        boolean single = false;
        int unit = units[0];
        for (int i = span.at; i < span.to; ) {
            int c = text[i++] & 0xFF;
            unit = units[(unit >>> PieceTrie.BASE_SHIFT) ^ c];
            if ((unit & 0x1FF) != (c | PieceTrie.NODE)) {
                break;
            }
            if ((unit & PieceTrie.HAS_ID) != 0) {
                int leaf = unit >>> PieceTrie.BASE_SHIFT;
                boolean certain = table.pieces().get(id(leaf)).kind() == Piece.Kind.USER_DEFINED;
                draw.offer(span.at - span.from, i - span.from, leaf, leafScores[leaf] + (certain ? CERTAIN : 0));
                single |= i - span.at == step;
            }
        }
        return single;
    }

    private void collect(Workspace work, int from) {
        Lattice lattice = work.lattice;
        int start = 0;
        for (int end = lattice.start[0]; end > 0; end = lattice.start[end]) {
            table.add(work, id(lattice.leaf[end]), from + start, from + end);
            start = end;
        }
    }
}
