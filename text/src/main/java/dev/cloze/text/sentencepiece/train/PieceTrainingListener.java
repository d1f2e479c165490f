package dev.cloze.text.sentencepiece.train;

/** Hears how training goes on. */
public interface PieceTrainingListener {

    /** Nobody listens. */
    PieceTrainingListener NONE = new PieceTrainingListener() {
        @Override
        public void say(String what) {}

        @Override
        public void done(long rounds, long all, String state) {}
    };

    /** A stage began or ended. */
    void say(String what);

    /** So many rounds of a stage are done. */
    void done(long rounds, long all, String state);
}
