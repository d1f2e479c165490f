package dev.cloze.text.sentencepiece;

import dev.cloze.text.sentencepiece.model.NormaliserSpec;
import dev.cloze.text.sentencepiece.model.Piece;
import dev.cloze.text.sentencepiece.model.PieceModel;
import dev.cloze.text.sentencepiece.model.Utf8Characters;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Ids to text by a model file: spaces restored, bytes joined into characters, reserved pieces left out. Immutable. */
public final class PieceDecoder {

    private static final String BROKEN = "\uFFFD";

    private final List<Piece> pieces;
    private final String unknown;
    private final NormaliserSpec normaliser;
    private final TextNormaliser denormaliser;
    private final boolean denormalises;

    /** A decoder for {@code model}. */
    public PieceDecoder(PieceModel model) {
        this.pieces = model.pieces();
        this.unknown = model.surface().unknown();
        this.normaliser = model.normaliser();
        this.denormalises = !model.denormaliser().characterMap().isEmpty();
        this.denormaliser = new TextNormaliser(model.denormaliser(), false);
    }

    /** The text of {@code ids}; an id outside the vocabulary is unknown. */
    public String decode(int[] ids) {
        StringBuilder text = new StringBuilder(ids.length * 4);
        boolean atBegin = true;
        boolean tookSpace = false;
        int i = 0;
        while (i < ids.length) {
            int bytes = runOfBytes(ids, i);
            appendBytes(ids, i, i + bytes, text);
            i += bytes;
            if (i == ids.length) {
                break;
            }
            atBegin &= !tookSpace && text.isEmpty();
            tookSpace = append(ids[i++], atBegin, text);
        }
        return denormalises ? denormalised(text.toString()) : text.toString();
    }

    /** Adds the text of one id; whether it took away the space that begins every text. */
    private boolean append(int id, boolean atBegin, StringBuilder text) {
        Piece.Kind kind = kind(id);
        if (kind == Piece.Kind.UNKNOWN || kind == Piece.Kind.CONTROL) {
            text.append(kind == Piece.Kind.UNKNOWN ? unknown : "");
            return false;
        }
        String piece = pieces.get(id).text();
        boolean strips = normaliser.addDummyPrefix() || normaliser.removeExtraWhitespace();
        boolean takes = atBegin && strips && piece.startsWith(Utf8Characters.SPACE);
        text.append((takes ? piece.substring(1) : piece).replace(Utf8Characters.SPACE, " "));
        return takes && !normaliser.removeExtraWhitespace();
    }

    private Piece.Kind kind(int id) {
        return id < 0 || id >= pieces.size()
                ? Piece.Kind.UNKNOWN
                : pieces.get(id).kind();
    }

    private int runOfBytes(int[] ids, int from) {
        int to = from;
        while (to < ids.length && kind(ids[to]) == Piece.Kind.BYTE) {
            to++;
        }
        return to - from;
    }

    private void appendBytes(int[] ids, int from, int to, StringBuilder text) {
        byte[] bytes = new byte[to - from];
        for (int i = from; i < to; i++) {
            bytes[i - from] = (byte) pieces.get(ids[i]).byteValue();
        }
        for (int i = 0; i < bytes.length; ) {
            int length = Utf8Characters.validLength(bytes, i);
            text.append(length == 0 ? BROKEN : new String(bytes, i, length, StandardCharsets.UTF_8));
            i += Math.max(1, length);
        }
    }

    private String denormalised(String text) {
        Workspace work = new Workspace();
        work.take(text);
        denormaliser.normalise(work);
        return new String(work.normal, 0, work.normalLength, StandardCharsets.UTF_8);
    }
}
