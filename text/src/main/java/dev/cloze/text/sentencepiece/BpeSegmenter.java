package dev.cloze.text.sentencepiece;

import dev.cloze.text.sentencepiece.model.Piece;
import dev.cloze.text.sentencepiece.model.Utf8Characters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merges neighbouring symbols, the best-scored merge first and the leftmost of equals, until none is left (Sennrich et
 * al. 2016, §3.2).
 */
final class BpeSegmenter implements Segmenter {

    private static final int FROZEN = -1;
    private static final int DEEPEST = 100;

    private final PieceTable table;
    private final PieceTrie trie;
    private final PieceTrie symbols;
    private final int[] units;
    private final float[] scores;
    private final boolean[] unused;

    BpeSegmenter(PieceTable table) {
        this.table = table;
        this.trie = table.trie(Piece.Kind.NORMAL, Piece.Kind.USER_DEFINED, Piece.Kind.UNUSED);
        this.symbols = table.trie(Piece.Kind.USER_DEFINED);
        this.units = trie.units();
        List<Piece> pieces = table.pieces();
        this.scores = new float[pieces.size()];
        this.unused = new boolean[pieces.size()];
        for (int id = 0; id < scores.length; id++) {
            scores[id] = pieces.get(id).score();
            unused[id] = pieces.get(id).kind() == Piece.Kind.UNUSED;
        }
    }

    @Override
    public void cutWord(Workspace work, int from, int to) {
        if (to - from > WordCache.MOST_BYTES) {
            cut(work, from, to);
            return;
        }
        WordCache cache = work.cache();
        int slot = cache.slot(work.normal, from, to);
        if (!cache.holds(slot)) {
            int first = work.count;
            work.afterUnknown = false;
            cut(work, from, to);
            cache.keep(slot, work, first, work.afterUnknown ? -1 : 0);
        } else if (cache.margin(slot) < 0) {
            cut(work, from, to);
        } else {
            for (int i = 0; i < cache.count(slot); i++) {
                work.add(cache.id(slot, i));
            }
            work.afterUnknown = false;
        }
    }

    @Override
    public void cut(Workspace work, int from, int to) {
        merge(work, from, to, null);
    }

    @Override
    public void draw(Workspace work, int from, int to, SampledSegmentation draw) {
        merge(work, from, to, draw);
    }

    private void merge(Workspace work, int from, int to, @Nullable SampledSegmentation draw) {
        Merges merges = work.merges;
        merges.room(to - from);
        int count = split(work, from, to);
        for (int i = 0; i + 1 < count; i++) {
            propose(work, i);
        }
        for (long best = merges.pop(); best != Merges.NONE; best = merges.pop()) {
            int left = (int) best;
            if (merges.order[left] == best && (draw == null || !draw.drops())) {
                merge(work, left);
            }
        }
        for (int i = 0; i >= 0 && count > 0; i = merges.next[i]) {
            write(work, merges.at[i], merges.at[i] + merges.length[i], 0);
        }
    }

    /** One symbol for every character and every user-defined piece; returns how many. */
    private int split(Workspace work, int from, int to) {
        Merges merges = work.merges;
        int count = 0;
        for (int at = from; at < to; count++) {
            int symbol = symbols.longest(work.normal, at, to);
            int length = symbol > 0 ? symbol : Math.min(Utf8Characters.length(work.normal[at]), to - at);
            merges.at[count] = at;
            merges.length[count] = length;
            merges.previous[count] = count - 1;
            merges.next[count] = at + length < to ? count + 1 : -1;
            merges.unit[count] = symbol > 0 ? FROZEN : walk(work.normal, units[0], at, at + length);
            merges.order[count] = Merges.NONE;
            at += length;
        }
        return count;
    }

    private int walk(byte[] text, int unit, int from, int to) {
        int reached = unit;
        for (int i = from; i < to; i++) {
            int c = text[i] & 0xFF;
            reached = units[(reached >>> PieceTrie.BASE_SHIFT) ^ c];
            if ((reached & 0x1FF) != (c | PieceTrie.NODE)) {
                return 0;
            }
        }
        return reached;
    }

    /** Queues the merge of symbol {@code left} with the next one, if there is a piece for it. */
    private void propose(Workspace work, int left) {
        Merges merges = work.merges;
        merges.order[left] = Merges.NONE;
        int right = merges.next[left];
        if (right < 0 || merges.unit[left] == FROZEN || merges.unit[left] == 0 || merges.unit[right] == FROZEN) {
            return;
        }
        int from = merges.at[right];
        int unit = walk(work.normal, merges.unit[left], from, from + merges.length[right]);
        if ((unit & PieceTrie.HAS_ID) == 0) {
            return;
        }
        int id = units[unit >>> PieceTrie.BASE_SHIFT] >>> PieceTrie.ID_SHIFT;
        if (unused[id]) {
            merges.leftLength.put(id, merges.length[left]);
        }
        merges.mergedUnit[left] = unit;
        merges.order[left] = Merges.order(scores[id], left);
        merges.push(merges.order[left]);
    }

    private void merge(Workspace work, int left) {
        Merges merges = work.merges;
        int right = merges.next[left];
        int following = merges.next[right];
        merges.length[left] += merges.length[right];
        merges.unit[left] = merges.mergedUnit[left];
        merges.next[left] = following;
        merges.order[right] = Merges.NONE;
        if (following >= 0) {
            merges.previous[following] = left;
        }
        if (merges.previous[left] >= 0) {
            propose(work, merges.previous[left]);
        }
        propose(work, left);
    }

    /** Adds the id of a finished symbol; one that is kept for its id only is undone into what it was merged from. */
    private void write(Workspace work, int from, int to, int depth) {
        int id = trie.find(work.normal, from, to);
        if (id < 0 || !unused[id] || depth > DEEPEST) {
            table.add(work, id < 0 ? table.unknown() : id, from, to);
            return;
        }
        Integer left = work.merges.leftLength.get(id);
        if (left == null) {
            table.add(work, table.unknown(), from, to);
            return;
        }
        write(work, from, from + left, depth + 1);
        write(work, from + left, to, depth + 1);
    }
}
