package dev.cloze.text.sentencepiece.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of the file's trainer section that matter after training.
 *
 * @param algorithm how text is cut into pieces
 * @param surface what happens where pieces and text differ
 */
record TrainerFields(PieceModel.Algorithm algorithm, PieceModel.Surface surface) {

    private static final int MODEL_TYPE = 3;
    private static final int VOCABULARY_SIZE = 4;
    private static final int SPACE_AS_SUFFIX = 24;
    private static final int BYTE_FALLBACK = 35;
    private static final int UNKNOWN_ID = 40;
    private static final int BEGIN_ID = 41;
    private static final int END_ID = 42;
    private static final int PADDING_ID = 43;
    private static final int UNKNOWN_SURFACE = 44;
    private static final List<String> RESERVED = List.of("<unk>", "<s>", "</s>", "<pad>");
    private static final int FIRST_RESERVED_PIECE = 45;

    static TrainerFields read(WireReader in) {
        PieceModel.Algorithm algorithm = PieceModel.Algorithm.UNIGRAM;
        boolean byteFallback = false;
        boolean spaceAsSuffix = false;
        String unknown = PieceModel.Surface.DEFAULT.unknown();
        while (in.next()) {
            switch (in.field()) {
                case MODEL_TYPE -> algorithm = PieceModel.Algorithm.of(in);
                case SPACE_AS_SUFFIX -> spaceAsSuffix = in.flag();
                case BYTE_FALLBACK -> byteFallback = in.flag();
                case UNKNOWN_SURFACE -> unknown = in.text();
                default -> in.skip();
            }
        }
        return new TrainerFields(algorithm, new PieceModel.Surface(byteFallback, spaceAsSuffix, unknown));
    }

    /** The section for {@code model}; ids are found by how their pieces are written, and are -1 where there are none. */
    static WireWriter write(PieceModel model) {
        WireWriter out = new WireWriter()
                .number(MODEL_TYPE, model.algorithm().number())
                .number(VOCABULARY_SIZE, model.pieces().size())
                .flag(SPACE_AS_SUFFIX, model.surface().spaceAsSuffix())
                .flag(BYTE_FALLBACK, model.surface().byteFallback());
        Map<String, Integer> ids = reservedIds(model.pieces());
        List<Integer> fields = List.of(UNKNOWN_ID, BEGIN_ID, END_ID, PADDING_ID);
        for (int i = 0; i < fields.size(); i++) {
            out.number(fields.get(i), ids.getOrDefault(RESERVED.get(i), -1));
        }
        out.text(UNKNOWN_SURFACE, model.surface().unknown());
        for (int i = 0; i < RESERVED.size(); i++) {
            out.text(FIRST_RESERVED_PIECE + i, RESERVED.get(i));
        }
        return out;
    }

    private static Map<String, Integer> reservedIds(List<Piece> pieces) {
        Map<String, Integer> ids = new HashMap<>();
        for (int id = 0; id < pieces.size(); id++) {
            Piece piece = pieces.get(id);
            if (piece.kind() == Piece.Kind.UNKNOWN) {
                ids.put(RESERVED.get(0), id);
            } else if (piece.kind() == Piece.Kind.CONTROL) {
                ids.put(piece.text(), id);
            }
        }
        return ids;
    }
}
