package dev.cloze.text;

import dev.cloze.text.added.AddedTokens;
import dev.cloze.text.sentencepiece.model.Piece;
import dev.cloze.text.sentencepiece.model.PieceModel;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** The ids of a SentencePiece model's pieces, with T5's sentinels behind them, {@code <extra_id_0>} last. */
final class PieceIds implements AddedTokens.Base {

    private final Map<String, Integer> ids = new HashMap<>();
    private final int size;

    private PieceIds(PieceModel model, int extraIds) {
        int own = model.pieces().size();
        for (int id = 0; id < own; id++) {
            ids.putIfAbsent(model.pieces().get(id).text(), id);
        }
        for (int n = 0; n < extraIds; n++) {
            ids.putIfAbsent(SentinelText.of(n), own + extraIds - 1 - n);
        }
        for (int id = 0; id < own; id++) {
            if (SpecialPieces.isSentinel(model.pieces().get(id))) {
                ids.putIfAbsent(model.pieces().get(id).text().replace(Piece.SPACE, ""), id);
            }
        }
        size = own + extraIds;
    }

    /** The ids of a folder's model; where it has a {@code tokenizer.json}, that one lists what comes behind the pieces. */
    static PieceIds of(PieceModel model, FolderTokens folder, boolean hasJson) {
        boolean inside = SpecialPieces.sentinels(model.pieces()).count() > 0;
        boolean wanted = !hasJson && (!inside || folder.config().has("extra_ids"));
        return new PieceIds(model, wanted ? folder.extraIds() : 0);
    }

    @Override
    public OptionalInt id(String content) {
        Integer id = ids.get(content);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    @Override
    public int size() {
        return size;
    }
}
