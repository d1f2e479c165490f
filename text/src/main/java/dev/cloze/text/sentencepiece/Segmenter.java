package dev.cloze.text.sentencepiece;

/** Cuts normal text into pieces. */
sealed interface Segmenter permits UnigramSegmenter, BpeSegmenter, WholeSegmenter {

    /** Adds the ids of {@code work.normal[from..to)}, which may hold many words. */
    void cut(Workspace work, int from, int to);

    /** As {@link #cut} for a single word that no piece reaches beyond. */
    void cutWord(Workspace work, int from, int to);

    /** As {@link #cut}, but one of all ways is drawn. */
    void draw(Workspace work, int from, int to, SampledSegmentation draw);
}
