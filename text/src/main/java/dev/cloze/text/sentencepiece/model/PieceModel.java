package dev.cloze.text.sentencepiece.model;

import dev.cloze.Refusal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a {@code spiece.model} file says: its pieces, in the order of their ids, and how text is prepared and cut
 * (Kudo and Richardson 2018).
 *
 * @param algorithm how text is cut into pieces
 * @param pieces the vocabulary; an id is an index into it
 * @param surface what happens where pieces and text differ
 * @param normaliser how text is prepared before it is cut
 * @param denormaliser how decoded text is treated last
 */
public record PieceModel(
        Algorithm algorithm,
        List<Piece> pieces,
        Surface surface,
        NormaliserSpec normaliser,
        NormaliserSpec denormaliser) {

    private static final int MOST_PIECES = 1 << 21;
    private static final int MOST_CHARACTERS = 1000;
    private static final NormaliserSpec UNTOUCHED = NormaliserSpec.DEFAULT.untouched();

    /** How text is cut into pieces. */
    public enum Algorithm {
        /** The most probable pieces (Kudo 2018). */
        UNIGRAM(1),
        /** Merges of neighbours, best first (Sennrich et al. 2016). */
        BPE(2),
        /** Whole words. */
        WORDS(3),
        /** Single characters. */
        CHARACTERS(4);

        private final int number;

        Algorithm(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        static Algorithm of(WireReader in) {
            int number = in.number();
            for (Algorithm algorithm : values()) {
                if (algorithm.number == number) {
                    return algorithm;
                }
            }
            throw in.refuse("model type 1 (unigram), 2 (BPE), 3 (words) or 4 (characters)", number);
        }
    }

    /**
     * What happens where pieces and text differ.
     *
     * @param byteFallback whether characters without a piece are spelt in bytes
     * @param spaceAsSuffix whether {@code ▁} ends words instead of beginning them
     * @param unknown what an unknown piece decodes to
     * @param reserved how the pieces that are never in text are written
     */
    public record Surface(boolean byteFallback, boolean spaceAsSuffix, String unknown, Reserved reserved) {

        /** Unknown characters stay unknown and decode to a double question mark between spaces. */
        public static final Surface DEFAULT = new Surface(false, false, " \u2047 ", Reserved.DEFAULT);
    }

    /**
     * How the pieces are written that stand for what text does not show.
     *
     * @param begin of a sequence
     * @param end of a sequence
     * @param padding behind it
     */
    public record Reserved(String begin, String end, String padding) {

        /** Between angle brackets. */
        public static final Reserved DEFAULT = new Reserved("<s>", "</s>", "<pad>");
    }

    /** Checks that pieces are distinct, that one is unknown, and that byte fallback has all its bytes. */
    public PieceModel {
        pieces = List.copyOf(pieces);
        checkDistinct(pieces);
        long unknown =
                pieces.stream().filter(p -> p.kind() == Piece.Kind.UNKNOWN).count();
        Refusal.require(unknown == 1, "a vocabulary needs exactly one unknown piece, got %d", unknown);
        checkBytes(pieces, surface.byteFallback());
    }

    /** Reads a model; {@code place} names it in refusals. */
    public static PieceModel parse(byte[] file, String place) {
        Algorithm algorithm = Algorithm.UNIGRAM;
        List<Piece> pieces = new ArrayList<>();
        Surface surface = Surface.DEFAULT;
        NormaliserSpec normaliser = NormaliserSpec.DEFAULT;
        NormaliserSpec denormaliser = UNTOUCHED;
        WireReader in = WireReader.of(file, place);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> {
                    if (pieces.size() == MOST_PIECES) {
                        throw in.refuse("at most " + MOST_PIECES + " pieces", "one more");
                    }
                    pieces.add(readPiece(in.message("piece"), pieces.size()));
                }
                case 2 -> {
                    TrainerFields fields = TrainerFields.read(in.message("trainer"));
                    algorithm = fields.algorithm();
                    surface = fields.surface();
                }
                case 3 -> normaliser = NormaliserSpec.read(in.message("normaliser"));
                case 5 -> denormaliser = NormaliserSpec.read(in.message("denormaliser"));
                default -> in.skip();
            }
        }
        try {
            return new PieceModel(algorithm, pieces, surface, normaliser, denormaliser);
        } catch (Refusal e) {
            throw Refusal.because(e, place, "%s", String.valueOf(e.getMessage()));
        }
    }

    /** This model with more pieces after its own. */
    public PieceModel with(List<Piece> more) {
        List<Piece> all = new ArrayList<>(pieces);
        all.addAll(more);
        return new PieceModel(algorithm, all, surface, normaliser, denormaliser);
    }

    /** This model with other rules for text. */
    public PieceModel with(NormaliserSpec rules) {
        return new PieceModel(algorithm, pieces, surface, rules, denormaliser);
    }

    /** The file that {@link #parse} and the reference library read. */
    public byte[] toBytes() {
        WireWriter out = new WireWriter();
        for (Piece piece : pieces) {
            out.message(
                    1,
                    new WireWriter()
                            .text(1, piece.text())
                            .decimal(2, piece.score())
                            .number(3, piece.kind().number()));
        }
        out.message(2, TrainerFields.write(this)).message(3, normaliser.write());
        if (!denormaliser.characterMap().isEmpty()) {
            out.message(5, denormaliser.write());
        }
        return out.toBytes();
    }

    private static Piece readPiece(WireReader in, int id) {
        String text = "";
        float score = 0;
        Piece.Kind kind = Piece.Kind.NORMAL;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> text = in.text();
                case 2 -> score = in.decimal();
                case 3 -> kind = Piece.Kind.of(in);
                default -> in.skip();
            }
        }
        if (text.length() > MOST_CHARACTERS) {
            throw in.refuse("a piece of at most " + MOST_CHARACTERS + " characters", text.length());
        }
        if (text.isEmpty() || !Float.isFinite(score)) {
            throw Refusal.at(in.place(), "piece %d needs a text and a score, got '%s' and %s", id, text, score);
        }
        return new Piece(text, score, kind);
    }

    private static void checkDistinct(List<Piece> pieces) {
        Set<String> inText = new HashSet<>();
        Set<String> reserved = new HashSet<>();
        for (Piece piece : pieces) {
            boolean isNew = (piece.kind().isInText() ? inText : reserved).add(piece.text());
            Refusal.require(isNew, "piece '%s' is there twice", piece.text());
        }
    }

    private static void checkBytes(List<Piece> pieces, boolean byteFallback) {
        BitSet seen = new BitSet(256);
        for (Piece piece : pieces) {
            if (piece.kind() == Piece.Kind.BYTE) {
                seen.set(piece.byteValue());
            }
        }
        int wanted = byteFallback ? 256 : 0;
        int count = seen.cardinality();
        Refusal.require(count == wanted, "byte fallback %s needs %d byte pieces, got %d", byteFallback, wanted, count);
    }
}
