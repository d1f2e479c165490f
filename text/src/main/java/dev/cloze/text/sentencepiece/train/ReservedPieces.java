package dev.cloze.text.sentencepiece.train;

import dev.cloze.Refusal;
import dev.cloze.text.sentencepiece.model.Piece;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The pieces that are not learnt. Padding, end of sequence and unknown have the ids 0, 1 and 2, as the T5 family has them;
 * then follow, in this order, sentinels, control symbols, user-defined symbols and bytes.
 *
 * @param sentinels how many sentinels lie inside the model, {@code <extra_id_0>} last: 100 in mT5's way, 0 in T5's, whose
 *     sentinels follow the model's pieces
 * @param control symbols that are never found in text
 * @param userDefined symbols that are always found in text
 * @param bytes whether characters without a piece are spelt in bytes
 */
public record ReservedPieces(int sentinels, List<String> control, List<String> userDefined, boolean bytes) {

    /** T5's: nothing beyond padding, end and unknown. */
    public static final ReservedPieces T5 = new ReservedPieces(0, List.of(), List.of(), false);

    private static final int MOST_SENTINELS = 10_000;
    private static final int BYTES = 256;

    /** Checks that symbols are distinct and not empty. */
    public ReservedPieces {
        control = List.copyOf(control);
        userDefined = List.copyOf(userDefined);
        Refusal.require(
                sentinels >= 0 && sentinels <= MOST_SENTINELS,
                "sentinels must be 0 to %d, got %d",
                MOST_SENTINELS,
                sentinels);
        Set<String> seen = new HashSet<>(Set.of("<pad>", "</s>", "<unk>"));
        for (List<String> symbols : List.of(control, userDefined)) {
            symbols.forEach(symbol -> Refusal.require(
                    !symbol.isEmpty() && symbol.indexOf('\0') < 0 && seen.add(symbol),
                    "a symbol must have text and be there once, got '%s'",
                    symbol));
        }
    }

    /** In the order of their ids. */
    List<Piece> pieces() {
        List<Piece> pieces = new ArrayList<>();
        pieces.add(new Piece("<pad>", 0, Piece.Kind.CONTROL));
        pieces.add(new Piece("</s>", 0, Piece.Kind.CONTROL));
        pieces.add(new Piece("<unk>", 0, Piece.Kind.UNKNOWN));
        for (int n = sentinels - 1; n >= 0; n--) {
            pieces.add(new Piece(Piece.SPACE + "<extra_id_" + n + ">", 0, Piece.Kind.USER_DEFINED));
        }
        control.forEach(symbol -> pieces.add(new Piece(symbol, 0, Piece.Kind.CONTROL)));
        userDefined.forEach(symbol -> pieces.add(new Piece(symbol, 0, Piece.Kind.USER_DEFINED)));
        for (int b = 0; bytes && b < BYTES; b++) {
            pieces.add(Piece.ofByte(b));
        }
        return pieces;
    }
}
