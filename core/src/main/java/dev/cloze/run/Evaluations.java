package dev.cloze.run;

import dev.cloze.Seed;
import dev.cloze.batch.load.DataLoader;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Position;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.eval.EvaluatedModel;
import dev.cloze.eval.Evaluation;
import dev.cloze.eval.ModelEvaluator;
import dev.cloze.eval.TaskEvaluator;
import dev.cloze.eval.TaskScores;
import dev.cloze.generate.Generator;
import dev.cloze.task.Task;
import dev.cloze.task.TaskSet;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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
     * @param model loads the model; it is closed in the end
     * @param precision computes as a model in use does, in {@code auto}, {@code float32}, {@code bf16} or {@code int8}; empty
     *     computes as the run does
     */
    public static Computed of(
            Training run,
            Function<WeightStore.Placement, LoadedModel> model,
            Optional<String> precision,
            ReadingRules rules) {
        Machine machine = Machine.of(run.hardware());
        WeightStore.Placement placement = precision
                .map(word -> new WeightStore.Placement(
                        Precision.forUse(word, machine.device()), machine.device(), WeightStore.Use.PACKED))
                .orElseGet(() ->
                        new WeightStore.Placement(machine.precision(), machine.device(), WeightStore.Use.INFERENCE));
        try (LoadedModel loaded = model.apply(placement)) {
            loaded.notes().forEach(note -> rules.notices().say("model", note));
            RunNetwork network =
                    new RunNetwork(loaded.config(), loaded.network(), loaded.parameters()).counting(RunText.tasks(run));
            ModelEvaluator evaluator = evaluator(run, network, machine, rules);
            Evaluation evaluation =
                    new Evaluation(evaluator.loss(), evaluator.spans(), tasks(run, network, machine, rules));
            return new Computed(evaluation, placement.precision());
        }
    }

    /** What evaluates {@code network} on the held-out text of {@code run}. */
    static ModelEvaluator evaluator(Training run, RunNetwork network, Machine machine, ReadingRules rules) {
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

    private static List<TaskScores> tasks(Training run, RunNetwork network, Machine machine, ReadingRules rules) {
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
                .map(task -> new TaskEvaluator(
                        task,
                        documents(task, run, rules),
                        generator,
                        tokenizer,
                        run.batch().shape().lengths()))
                .map(TaskEvaluator::scores)
                .toList();
    }

    /** The first examples of {@code task}, as many as the run says. */
    private static List<Document> documents(Task task, Training run, ReadingRules rules) {
        long most =
                run.evaluate().examples() == 0 ? Long.MAX_VALUE : run.evaluate().examples();
        TaskSet read = TaskSet.of(List.of(task), RunText.usual(run), rules);
        List<Document> documents = new ArrayList<>();
        try (Feed<?> feed = read.corpora().values().iterator().next().open(Position.START, new Seed(0))) {
            while (documents.size() < most && feed.advance()) {
                documents.add((Document) feed.current());
            }
        }
        return documents;
    }
}
