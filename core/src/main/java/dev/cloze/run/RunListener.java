package dev.cloze.run;

import dev.cloze.train.Divergence;
import java.nio.file.Path;
import java.util.List;

/**
 * Is told what happens in a run, on the thread that trains: shows, writes down, measures. It may read the model between
 * updates, never change it; what it throws ends the run, after what was learnt is saved.
 */
public interface RunListener {

    /** Of work that takes a while before the next update, such as {@code loading text and tokenizer}. */
    default void onWork(String what) {}

    /** Before the first update of this start. */
    default void onStart(RunSummary summary) {}

    /** After an update. */
    default void onStep(StepSummary step) {}

    /** After held-out text was measured. */
    default void onEvaluation(RunEvaluation evaluation) {}

    /** After a checkpoint was saved in {@code folder}. */
    default void onCheckpoint(long step, Path folder) {}

    /** When a loss or a gradient was no number, before the run is given up; {@code file} says where it was. */
    default void onDivergence(Divergence divergence, Path file) {}

    /** Of something odd about a place that did no harm. */
    default void onNotice(String place, String what) {}

    /** Of what went wrong on the way and did not end the run, as one line. */
    default void onWarning(String line) {}

    /** After the last update of this start, when all is saved. */
    default void onEnd(RunEnd end) {}

    /** Tells several, in order. */
    static RunListener all(List<RunListener> listeners) {
        return new RunListeners(listeners);
    }
}
