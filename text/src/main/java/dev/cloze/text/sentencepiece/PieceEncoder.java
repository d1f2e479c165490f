package dev.cloze.text.sentencepiece;

import dev.cloze.text.sentencepiece.model.Piece;
import dev.cloze.text.sentencepiece.model.PieceModel;
import dev.cloze.text.sentencepiece.model.Utf8Characters;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Text to ids by a model file: normalises, finds the words, cuts each. Immutable; one workspace serves one thread. */
public final class PieceEncoder {

    private final PieceTable table;
    private final TextNormaliser normaliser;
    private final Segmenter segmenter;
    private final boolean wordByWord;

    /**
     * An encoder for {@code model}.
     *
     * @param model the model
     * @param aliases user-defined pieces beginning with {@code ▁} that text may also hold without it, inside a word
     */
    public PieceEncoder(PieceModel model, List<String> aliases) {
        this.table = new PieceTable(model);
        List<byte[]> symbols = table.keys(new ArrayList<>(), Piece.Kind.USER_DEFINED);
        List<byte[]> inside = aliases.stream()
                .map(alias -> Utf8Characters.bytes(alias.substring(1)))
                .toList();
        boolean suffix = model.surface().spaceAsSuffix();
        this.normaliser = new TextNormaliser(model.normaliser(), suffix, symbols, inside);
        boolean unigram = model.algorithm() == PieceModel.Algorithm.UNIGRAM;
        this.segmenter = segmenter(model.algorithm(), table);
        boolean hasUnused = model.pieces().stream().anyMatch(piece -> piece.kind() == Piece.Kind.UNUSED);
        this.wordByWord = table.wordsAreApart() && (unigram || !hasUnused);
    }

    private static Segmenter segmenter(PieceModel.Algorithm algorithm, PieceTable table) {
        return switch (algorithm) {
            case UNIGRAM -> new UnigramSegmenter(table);
            case BPE -> new BpeSegmenter(table);
            case WORDS -> new WholeSegmenter(table, true);
            case CHARACTERS -> new WholeSegmenter(table, false);
        };
    }

    /** Encodes {@code text}; the ids are in {@code work} until its next use. */
    public void encode(String text, Workspace work) {
        work.take(text);
        normaliser.normalise(work);
        if (!wordByWord) {
            if (work.normalLength > 0) {
                segmenter.cut(work, 0, work.normalLength);
            }
            return;
        }
        int from = 0;
        for (int i = 0; i < work.wordCount; i++) {
            int to = work.words[i];
            if (to > from) {
                segmenter.cutWord(work, from, to);
                from = to;
            }
        }
        if (from < work.normalLength) {
            segmenter.cutWord(work, from, work.normalLength);
        }
    }

    /** As {@link #encode(String, Workspace)}, but one of the ways to cut each word is drawn. */
    public void encode(String text, Workspace work, SampledSegmentation draw) {
        work.take(text);
        normaliser.normalise(work);
        int from = 0;
        for (int i = 0; wordByWord && i < work.wordCount; i++) {
            int to = work.words[i];
            if (to > from) {
                segmenter.draw(work, from, to, draw);
                from = to;
            }
        }
        if (from < work.normalLength) {
            segmenter.draw(work, from, work.normalLength, draw);
        }
    }

    /** The text of each piece that {@link #encode} found; an unknown one is what it stands for. */
    public List<String> pieces(Workspace work) {
        List<String> texts = new ArrayList<>(work.count);
        int at = 0;
        int unknowns = 0;
        for (int i = 0; i < work.count; i++) {
            Piece piece = table.pieces().get(work.ids[i]);
            if (piece.kind() == Piece.Kind.UNKNOWN) {
                int length = work.unknowns[unknowns++];
                texts.add(new String(work.normal, at, length, StandardCharsets.UTF_8));
                at += length;
            } else {
                texts.add(piece.text());
                at += piece.kind() == Piece.Kind.BYTE ? 1 : Utf8Characters.bytes(piece.text()).length;
            }
        }
        return Collections.unmodifiableList(texts);
    }
}
