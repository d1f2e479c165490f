package dev.cloze.text;

/** How a sentinel shows in text. */
public enum SentinelStyle {
    /**
     * As seqio has it: with SentencePiece, {@code <extra_id_0>} is read at the beginning of a word only; with bytes a
     * sentinel is never read from text and has no text.
     */
    SEQIO,
    /** As transformers has it: {@code <extra_id_0>} is read wherever it stands, and written back. */
    ANYWHERE
}
