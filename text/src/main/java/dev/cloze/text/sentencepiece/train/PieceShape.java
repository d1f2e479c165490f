package dev.cloze.text.sentencepiece.train;

import dev.cloze.Refusal;
import dev.cloze.text.sentencepiece.model.Piece;
import java.lang.Character.UnicodeScript;

/**
 * Which strings may become pieces: {@code ▁} at the beginning only, and one script; kana counts as Han.
 *
 * @param longest most characters
 * @param oneScript whether scripts, and letters and digits, never meet in a piece
 */
public record PieceShape(int longest, boolean oneScript) {

    /** SentencePiece's defaults. */
    public static final PieceShape DEFAULT = new PieceShape(16, true);

    private static final int LONG_VOWEL = 0x30FC;

    /** Checks the length. */
    public PieceShape {
        Refusal.require(longest >= 1 && longest <= 64, "a piece may have 1 to 64 characters, got %d", longest);
    }

    /** Whether {@code text[from..from + length)}, numbers of {@code alphabet}, may be a piece. */
    public boolean allows(Alphabet alphabet, char[] text, int from, int length) {
        if (length > longest) {
            return false;
        }
        UnicodeScript before = null;
        for (int i = 0; i < length; i++) {
            int c = alphabet.character(text[from + i]);
            if (c == Piece.SPACE.charAt(0)) {
                if (i > 0) {
                    return false;
                }
                continue;
            }
            UnicodeScript script = script(c);
            if (script == UnicodeScript.INHERITED && before != null) {
                script = before;
            }
            if (oneScript && before != null && before != script) {
                return false;
            }
            before = script;
        }
        return true;
    }

    private static UnicodeScript script(int c) {
        UnicodeScript script = UnicodeScript.of(c);
        boolean kana = script == UnicodeScript.HIRAGANA || script == UnicodeScript.KATAKANA || c == LONG_VOWEL;
        return kana ? UnicodeScript.HAN : script;
    }
}
