package dev.cloze.text.sentencepiece.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

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
    private static final int UNKNOWN_PIECE = 45;
    private static final int BEGIN_PIECE = 46;
    private static final int END_PIECE = 47;
    private static final int PADDING_PIECE = 48;

    static TrainerFields read(WireReader in) {
        PieceModel.Algorithm algorithm = PieceModel.Algorithm.UNIGRAM;
        boolean byteFallback = false;
        boolean spaceAsSuffix = false;
        Map<Integer, String> texts = new HashMap<>();
        while (in.next()) {
            switch (in.field()) {
                case MODEL_TYPE -> algorithm = PieceModel.Algorithm.of(in);
                case SPACE_AS_SUFFIX -> spaceAsSuffix = in.flag();
                case BYTE_FALLBACK -> byteFallback = in.flag();
                case UNKNOWN_SURFACE, BEGIN_PIECE, END_PIECE, PADDING_PIECE -> texts.put(in.field(), in.text());
                default -> in.skip();
            }
        }
        PieceModel.Surface usual = PieceModel.Surface.DEFAULT;
        PieceModel.Reserved reserved = new PieceModel.Reserved(
                texts.getOrDefault(BEGIN_PIECE, usual.reserved().begin()),
                texts.getOrDefault(END_PIECE, usual.reserved().end()),
                texts.getOrDefault(PADDING_PIECE, usual.reserved().padding()));
        String unknown = texts.getOrDefault(UNKNOWN_SURFACE, usual.unknown());
        return new TrainerFields(algorithm, new PieceModel.Surface(byteFallback, spaceAsSuffix, unknown, reserved));
    }

    /** The section for {@code model}; ids are found by how their pieces are written, and are -1 where there are none. */
    static WireWriter write(PieceModel model) {
        WireWriter out = new WireWriter()
                .number(MODEL_TYPE, model.algorithm().number())
                .number(VOCABULARY_SIZE, model.pieces().size())
                .flag(SPACE_AS_SUFFIX, model.surface().spaceAsSuffix())
                .flag(BYTE_FALLBACK, model.surface().byteFallback());
        PieceModel.Reserved reserved = model.surface().reserved();
        out.number(UNKNOWN_ID, unknown(model.pieces()))
                .number(BEGIN_ID, control(model.pieces(), reserved.begin()))
                .number(END_ID, control(model.pieces(), reserved.end()))
                .number(PADDING_ID, control(model.pieces(), reserved.padding()));
        return out.text(UNKNOWN_SURFACE, model.surface().unknown())
                .text(UNKNOWN_PIECE, model.pieces().get(unknown(model.pieces())).text())
                .text(BEGIN_PIECE, reserved.begin())
                .text(END_PIECE, reserved.end())
                .text(PADDING_PIECE, reserved.padding());
    }

    private static int unknown(List<Piece> pieces) {
        return place(pieces, piece -> piece.kind() == Piece.Kind.UNKNOWN);
    }

    private static int control(List<Piece> pieces, String text) {
        return place(
                pieces,
                piece -> piece.kind() == Piece.Kind.CONTROL && piece.text().equals(text));
    }

    private static int place(List<Piece> pieces, Predicate<Piece> wanted) {
        return IntStream.range(0, pieces.size())
                .filter(id -> wanted.test(pieces.get(id)))
                .findFirst()
                .orElse(-1);
    }
}
