package dev.cloze.text.sentencepiece;

import dev.cloze.text.sentencepiece.model.Piece;
import dev.cloze.text.sentencepiece.model.PieceModel;
import dev.cloze.text.sentencepiece.model.Utf8Characters;
import java.util.ArrayList;
import java.util.List;

/** A model's pieces as segmenters need them: byte forms, fallback ids, and whether words can be cut one by one. */
final class PieceTable {

    private final List<Piece> pieces;
    private final int unknown;
    private final int[] byteIds;
    private final boolean wordsAreApart;

    PieceTable(PieceModel model) {
        this.pieces = model.pieces();
        this.byteIds = new int[model.surface().byteFallback() ? 256 : 0];
        int unknownId = 0;
        boolean apart = true;
        for (int id = 0; id < pieces.size(); id++) {
            Piece piece = pieces.get(id);
            unknownId = piece.kind() == Piece.Kind.UNKNOWN ? id : unknownId;
            apart &= !piece.kind().isInText() || !hasSpaceAfterText(piece.text());
            if (piece.kind() == Piece.Kind.BYTE) {
                byteIds[piece.byteValue()] = id;
            }
        }
        this.unknown = unknownId;
        this.wordsAreApart = apart;
    }

    List<Piece> pieces() {
        return pieces;
    }

    int unknown() {
        return unknown;
    }

    /** Whether no piece reaches across the beginning of a word, where {@code ▁} follows something else. */
    boolean wordsAreApart() {
        return wordsAreApart;
    }

    /** Adds {@code id}, which covers {@code text[from..to)}; an unknown one as bytes or joined to the one before. */
    void add(Workspace work, int id, int from, int to) {
        if (id != unknown) {
            work.afterUnknown = false;
            work.add(id);
        } else if (byteIds.length == 0) {
            work.unknown(id, to - from);
        } else {
            for (int i = from; i < to; i++) {
                work.add(byteIds[work.normal[i] & 0xFF]);
            }
        }
    }

    /** The pieces of a kind that text can hold, as UTF-8, with their ids added to {@code ids}. */
    List<byte[]> keys(List<Integer> ids, Piece.Kind... kinds) {
        List<byte[]> keys = new ArrayList<>();
        for (int id = 0; id < pieces.size(); id++) {
            if (List.of(kinds).contains(pieces.get(id).kind())) {
                keys.add(Utf8Characters.bytes(pieces.get(id).text()));
                ids.add(id);
            }
        }
        return keys;
    }

    PieceTrie trie(Piece.Kind... kinds) {
        List<Integer> ids = new ArrayList<>();
        List<byte[]> keys = keys(ids, kinds);
        return PieceTrie.of(keys, ids.stream().mapToInt(Integer::intValue).toArray());
    }

    private static boolean hasSpaceAfterText(String piece) {
        int lead = 0;
        while (lead < piece.length() && piece.startsWith(Utf8Characters.SPACE, lead)) {
            lead++;
        }
        return piece.indexOf(Utf8Characters.SPACE, lead) >= 0;
    }
}
