package dev.cloze.app.run;

import dev.cloze.app.config.Run;
import dev.cloze.app.config.train.Evaluating;
import dev.cloze.batch.load.DataLoader;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.eval.EvaluatedModel;
import dev.cloze.eval.Evaluation;
import dev.cloze.eval.ModelEvaluator;
import dev.cloze.eval.TaskScores;
import dev.cloze.generate.Generator;
import dev.cloze.task.Task;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.Tokenizer;
import dev.cloze.use.ModelSource;
import java.util.List;
import java.util.Optional;

/** Evaluates trained models. */
public final class Evaluations {

    private Evaluations() {}

    /**
     * An evaluation and what it was computed in.
     *
     * @param evaluation what it says
     * @param precision of the weights
     */
    public record Computed(Evaluation evaluation, Precision precision) {}

    /**
     * What a model makes of the held-out text of {@code run}: its losses, gaps it gets right, and what the metrics of
     * its tasks tell.
     *
     * @param precision computes as a model in use does, in {@code auto}, {@code float32}, {@code bf16} or {@code int8}; empty
     *     computes as the run does
     */
    public static Computed of(Run run, ModelSource source, Optional<String> precision, ReadingRules rules) {
        Machine machine = Machine.of(run);
        WeightStore.Placement placement = precision
                .map(word -> new WeightStore.Placement(
                        Precision.forUse(word, machine.device()), machine.device(), WeightStore.Use.PACKED))
                .orElseGet(() ->
                        new WeightStore.Placement(machine.precision(), machine.device(), WeightStore.Use.INFERENCE));
        LoadedModel loaded = source.load(placement);
        loaded.notes().forEach(note -> rules.notices().say("model", note));
        RunNetwork network =
                new RunNetwork(loaded.config(), loaded.network(), loaded.parameters()).counting(RunText.tasks(run));
        ModelEvaluator evaluator = evaluator(run, network, machine, rules);
        Evaluation evaluation =
                new Evaluation(evaluator.loss(), evaluator.spans(), tasks(run, network, machine, rules));
        return new Computed(evaluation, placement.precision());
    }

    /** What evaluates {@code network} on the held-out text of {@code run}. */
    static ModelEvaluator evaluator(Run run, RunNetwork network, Machine machine, ReadingRules rules) {
        DataLoader text = RunText.heldOut(run, rules);
        Evaluating evaluate = run.evaluate();
        Optional<Generator> filler = network.filler()
                .map(model ->
                        new Generator(model, network.config().ids(), Optional.of(text.tokenizer()), machine.device()));
        return new ModelEvaluator(
                new EvaluatedModel(network.model(), filler, machine.device()),
                text,
                new ModelEvaluator.Amount(
                        evaluate.batches(), evaluate.samples(), evaluate.sampleLanguages(), evaluate.spans()),
                ModelEvaluator.shortGapMode(run.objective()));
    }

    private static List<TaskScores> tasks(Run run, RunNetwork network, Machine machine, ReadingRules rules) {
        List<Task> asked = run.evaluate().tasks().stream()
                .filter(task -> !task.metrics().isEmpty())
                .toList();
        if (asked.isEmpty()) {
            return List.of();
        }
        Tokenizer tokenizer = RunText.tokenizer(run);
        Generator generator =
                new Generator(network.model(), network.config().ids(), Optional.of(tokenizer), machine.device());
        return asked.stream()
                .map(task -> new TaskExam(task, run, generator, tokenizer, rules))
                .map(exam -> new TaskScores(exam.name(), exam.examples(), exam.metrics()))
                .toList();
    }
}
