package dev.cloze.text;

import dev.cloze.Refusal;
import dev.cloze.text.sentencepiece.model.Piece;
import dev.cloze.text.sentencepiece.model.PieceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds padding, end of sequence, unknown and the sentinels among the pieces of a model. */
final class SpecialPieces {

    private static final Pattern SENTINEL = Pattern.compile("\u2581?<extra_id_(\\d{1,6})>");
    private static final int MOST_EXTRA_IDS = 100_000;

    private SpecialPieces() {}

    /** {@code count} sentinels to follow a model's own pieces, {@code <extra_id_0>} last. */
    static List<Piece> extra(int count) {
        Refusal.require(
                count >= 0 && count <= MOST_EXTRA_IDS, "extraIds must be 0 to %d, got %d", MOST_EXTRA_IDS, count);
        List<Piece> extra = new ArrayList<>(count);
        for (int n = count - 1; n >= 0; n--) {
            extra.add(new Piece("\u2581<extra_id_" + n + ">", 0, Piece.Kind.USER_DEFINED));
        }
        return extra;
    }

    /** Whether {@code piece} is written as a sentinel is. */
    static boolean isSentinel(Piece piece) {
        return SENTINEL.matcher(piece.text()).matches();
    }

    /** The sentinels among {@code pieces}, found by how they are written; as many as are numbered without a gap. */
    static Sentinels sentinels(List<Piece> pieces) {
        Map<Integer, Integer> ids = new TreeMap<>();
        for (int id = 0; id < pieces.size(); id++) {
            Matcher form = SENTINEL.matcher(pieces.get(id).text());
            if (form.matches()) {
                ids.putIfAbsent(Integer.parseInt(form.group(1)), id);
            }
        }
        int count = 0;
        while (ids.containsKey(count)) {
            count++;
        }
        int[] inOrder = new int[count];
        for (int n = 0; n < count; n++) {
            inOrder[n] = ids.getOrDefault(n, 0);
        }
        return Sentinels.of(inOrder);
    }

    static Vocabulary vocabulary(PieceModel model, String place) {
        List<Piece> pieces = model.pieces();
        PieceModel.Reserved reserved = model.surface().reserved();
        int unknown = 0;
        int end = -1;
        int padding = -1;
        for (int id = 0; id < pieces.size(); id++) {
            Piece piece = pieces.get(id);
            unknown = piece.kind() == Piece.Kind.UNKNOWN ? id : unknown;
            boolean control = piece.kind() == Piece.Kind.CONTROL;
            end = control && piece.text().equals(reserved.end()) ? id : end;
            padding = control && piece.text().equals(reserved.padding()) ? id : padding;
        }
        if (end < 0) {
            throw Refusal.at(place, "needs a control piece %s", reserved.end());
        }
        return new Vocabulary(pieces.size(), padding < 0 ? unknown : padding, end, unknown, sentinels(pieces));
    }
}
