package dev.cloze.objective;

import dev.cloze.text.Tokens;

/**
 * What the model reads and what it must write.
 *
 * @param inputs the encoder's tokens
 * @param targets the decoder's tokens
 * @param label where it came from and how it was made, for reports
 * @param answer how the targets are to be told
 * @param overflows whether the objective asked for more gaps than the vocabulary has sentinels
 */
public record Example(Tokens inputs, Tokens targets, Label label, Answer answer, boolean overflows) {

    /** An example with a sentinel for each gap. */
    public Example(Tokens inputs, Tokens targets, Label label, Answer answer) {
        this(inputs, targets, label, answer, false);
    }

    /** An example whose targets are written, with a sentinel for each gap. */
    public Example(Tokens inputs, Tokens targets, Label label) {
        this(inputs, targets, label, Answer.WRITTEN);
    }

    /** This example, which asked for more gaps than there are sentinels or did not. */
    public Example overflowing(boolean asked) {
        return asked ? new Example(inputs, targets, label, answer, true) : this;
    }

    /** How targets are to be told. */
    public enum Answer {
        /** By a decoder, one after the other. */
        WRITTEN,
        /** Where they stand: for each token that is read, which one belongs there. Those that are read already do not count. */
        IN_PLACE
    }

    /**
     * Where an example came from. The task alone decides what is done with it; the rest is for reports.
     *
     * @param language the text's language code
     * @param denoiser the objective that made it, such as {@code R(3, 0.15)}
     * @param source the source that its first token is from, empty where it is not known
     * @param task the index of the task that its first token is learnt for, {@link #NO_TASK} where it is not known
     */
    public record Label(String language, String denoiser, String source, int task) {

        /** The task of an example of which none is known, or several are. */
        public static final int NO_TASK = -1;

        /** The label of an example whose source is not known, or said later by {@link Example#from}. */
        public Label(String language, String denoiser) {
            this(language, denoiser, "", NO_TASK);
        }
    }

    /** This example with its source and its task said. */
    public Example from(String source, int task) {
        Label said = new Label(label.language(), label.denoiser(), source, task);
        return new Example(inputs, targets, said, answer, overflows);
    }
}
