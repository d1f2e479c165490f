package dev.cloze.app.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Seed;
import dev.cloze.app.config.Rendering;
import dev.cloze.app.config.Run;
import dev.cloze.app.report.Display;
import dev.cloze.app.report.MetricsLog;
import dev.cloze.batch.load.DataLoader;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.eval.ClozeTexts;
import dev.cloze.eval.ModelEvaluator;
import dev.cloze.train.Progress;
import dev.cloze.train.Trainee;
import dev.cloze.train.TrainingPlan;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a run has before its first update.
 *
 * @param run the run file
 * @param text what it learns from
 * @param machine what it computes on
 * @param network what learns
 * @param progress how far an earlier start came
 * @param fingerprints what it needs and does not keep, by name
 */
record RunStart(
        Run run,
        DataLoader text,
        Machine machine,
        RunNetwork network,
        Progress progress,
        Map<String, String> fingerprints) {

    Trainee trainee() {
        return new Trainee(network.model(), network.parameters(), machine.device(), network.flops());
    }

    TrainingPlan plan() {
        double dropout = run.model().dropoutRate();
        return new TrainingPlan(
                run.train().steps(),
                run.batch().accumulate(),
                run.schedule(),
                run.optimiser(),
                run.train().clipping(),
                run.train().loss(),
                dropout,
                new Seed(run.train().seed()).split("training"));
    }

    /** Evaluates the network while it learns, if there is held-out text. */
    Optional<ModelEvaluator> evaluator(Display display) {
        return !run.evaluate().hasText()
                ? Optional.empty()
                : Optional.of(Evaluations.evaluator(run, network, machine, ReadingRules.telling(display::note)));
    }

    /** Tells in plain words what is about to happen. */
    void announce(Display display, double peak) {
        String documents = text.size().isPresent()
                ? String.format(Locale.ROOT, "%,d documents in ", text.size().getAsLong())
                : "";
        display.say("text       " + documents + sources());
        display.say(String.format(
                Locale.ROOT,
                "tokenizer  %,d ids, hash %.12s",
                text.tokenizer().vocabulary().size(),
                text.tokenizer().hash()));
        display.say(weights());
        display.say(String.format(
                Locale.ROOT, "machine    %s; %.2f TFLOP/s of matrix products", machine.words(), peak / 1e12));
        display.say(String.format(
                Locale.ROOT,
                "training   %,d steps of %,d tokens to read and %,d to write at most",
                run.train().steps(),
                (long) run.batch().rows()
                        * run.batch().accumulate()
                        * run.batch().inputs(),
                (long) run.batch().rows()
                        * run.batch().accumulate()
                        * run.batch().targets()));
        if (progress.steps() > 0) {
            display.say("goes on    after step " + progress.steps());
        }
    }

    private String weights() {
        long learnt = network.learnt();
        long frozen = network.frozen();
        return frozen == 0
                ? String.format(Locale.ROOT, "network    %,d weights", learnt)
                : String.format(
                        Locale.ROOT,
                        "adapter    %,d weights beside %,d that stay as they are (%.2f %%)",
                        learnt,
                        frozen,
                        100.0 * learnt / frozen);
    }

    private String sources() {
        return String.join(
                ", ", text.sources().stream().map(source -> source.name()).toList());
    }

    /** The line of metrics that says what the run is. */
    ObjectNode about(String name, double peak) {
        ObjectNode line = MetricsLog.line("run", progress.steps()).put("name", name);
        line.put("steps", run.train().steps())
                .put("parameters", network.parameters().size());
        text.size().ifPresent(documents -> line.put("documents", documents));
        line.put(
                "tokenizer",
                String.format(
                        Locale.ROOT, "%,d ids", text.tokenizer().vocabulary().size()));
        line.put("processor", machine.words()).put("peak", peak);
        line.put("samplesChosen", ClozeTexts.HOW_SAMPLES).put("spansChosen", ClozeTexts.HOW_SPANS);
        return line.put("text", Rendering.of(run));
    }
}
