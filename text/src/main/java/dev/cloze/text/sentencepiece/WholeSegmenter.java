package dev.cloze.text.sentencepiece;

import dev.cloze.text.sentencepiece.model.Piece;
import dev.cloze.text.sentencepiece.model.Utf8Characters;

/** Looks up what the text is made of, characters and user-defined pieces or words, as it stands. */
final class WholeSegmenter implements Segmenter {

    private final PieceTable table;
    private final PieceTrie trie;
    private final PieceTrie symbols;
    private final boolean words;

    /** A segmenter for words, each from a {@code ▁} to the next, or for characters. */
    WholeSegmenter(PieceTable table, boolean words) {
        this.table = table;
        this.trie = table.trie(Piece.Kind.NORMAL, Piece.Kind.USER_DEFINED, Piece.Kind.UNUSED);
        this.symbols = table.trie(Piece.Kind.USER_DEFINED);
        this.words = words;
    }

    @Override
    public void cut(Workspace work, int from, int to) {
        for (int at = from; at < to; ) {
            int end = words ? wordEnd(work.normal, at, to) : at + Math.max(symbols.longest(work.normal, at, to), 0);
            end = end > at ? end : Math.min(at + Utf8Characters.length(work.normal[at]), to);
            int id = trie.find(work.normal, at, end);
            table.add(work, id < 0 ? table.unknown() : id, at, end);
            at = end;
        }
    }

    private static int wordEnd(byte[] text, int from, int to) {
        int end = Math.min(from + Utf8Characters.length(text[from]), to);
        while (end < to && !Utf8Characters.isSpace(text, end, to)) {
            end += Utf8Characters.length(text[end]);
        }
        return Math.min(end, to);
    }

    @Override
    public void cutWord(Workspace work, int from, int to) {
        cut(work, from, to);
    }

    @Override
    public void draw(Workspace work, int from, int to, SampledSegmentation draw) {
        cut(work, from, to);
    }
}
