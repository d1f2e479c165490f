package dev.cloze.text.sentencepiece;

/** Cuts normal text into pieces. */
sealed interface Segmenter permits UnigramSegmenter, BpeSegmenter {

    /** Adds the ids of {@code work.normal[from..to)}: one word, or a whole text where words are not apart. */
    void cut(Workspace work, int from, int to);
}
