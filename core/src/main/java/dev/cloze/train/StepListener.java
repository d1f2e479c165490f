package dev.cloze.train;

import java.util.List;

/** Is told of every update: prints, saves, evaluates. Between updates it may read the model, never change it. */
public interface StepListener {

    /** After an update. */
    void stepped(StepReport report);

    /** When a loss or a gradient was no number, before the run is given up; the weights are those before the update. */
    default void diverged(Divergence divergence) {}

    /** Tells several, in order. */
    static StepListener all(List<StepListener> listeners) {
        return new StepListener() {
            @Override
            public void stepped(StepReport report) {
                listeners.forEach(listener -> listener.stepped(report));
            }

            @Override
            public void diverged(Divergence divergence) {
                listeners.forEach(listener -> listener.diverged(divergence));
            }
        };
    }

    /** Tells {@code listener} of every {@code count}-th update only. */
    static StepListener every(long count, StepListener listener) {
        return new StepListener() {
            @Override
            public void stepped(StepReport report) {
                if (report.progress().steps() % count == 0) {
                    listener.stepped(report);
                }
            }

            @Override
            public void diverged(Divergence divergence) {
                listener.diverged(divergence);
            }
        };
    }
}
