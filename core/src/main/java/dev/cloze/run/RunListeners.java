package dev.cloze.run;

import dev.cloze.train.Divergence;
import java.nio.file.Path;
import java.util.List;

/**
 * Several listeners as one.
 *
 * @param all are told in this order
 */
record RunListeners(List<RunListener> all) implements RunListener {

    @Override
    public void onWork(String what) {
        all.forEach(listener -> listener.onWork(what));
    }

    @Override
    public void onStart(RunSummary summary) {
        all.forEach(listener -> listener.onStart(summary));
    }

    @Override
    public void onStep(StepSummary step) {
        all.forEach(listener -> listener.onStep(step));
    }

    @Override
    public void onEvaluation(RunEvaluation evaluation) {
        all.forEach(listener -> listener.onEvaluation(evaluation));
    }

    @Override
    public void onCheckpoint(long step, Path folder) {
        all.forEach(listener -> listener.onCheckpoint(step, folder));
    }

    @Override
    public void onDivergence(Divergence divergence, Path file) {
        all.forEach(listener -> listener.onDivergence(divergence, file));
    }

    @Override
    public void onNotice(String place, String what) {
        all.forEach(listener -> listener.onNotice(place, what));
    }

    @Override
    public void onWarning(String line) {
        all.forEach(listener -> listener.onWarning(line));
    }

    @Override
    public void onEnd(RunEnd end) {
        all.forEach(listener -> listener.onEnd(end));
    }
}
