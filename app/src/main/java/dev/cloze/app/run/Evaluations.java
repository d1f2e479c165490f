package dev.cloze.app.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.app.config.Run;
import dev.cloze.app.config.data.Task;
import dev.cloze.app.use.ModelSource;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.data.file.Notices;
import dev.cloze.generate.Generator;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.Tokenizer;
import java.util.List;
import java.util.Optional;

/** Evaluates trained models. */
public final class Evaluations {

    private Evaluations() {}

    /**
     * What a model makes of the held-out text of {@code run}: its losses, gaps it gets right, and what the metrics of
     * its tasks tell.
     *
     * @param precision computes as a model in use does, in {@code auto}, {@code float32}, {@code bf16} or {@code int8}; empty
     *     computes as the run does
     */
    public static ObjectNode of(Run run, ModelSource source, Optional<String> precision, Notices notices) {
        Machine machine = Machine.of(run);
        WeightStore.Placement placement = precision
                .map(word -> new WeightStore.Placement(
                        Precision.forUse(word, machine.device()), machine.device(), WeightStore.Use.PACKED))
                .orElseGet(() ->
                        new WeightStore.Placement(machine.precision(), machine.device(), WeightStore.Use.INFERENCE));
        LoadedModel loaded = source.load(placement);
        loaded.notes().forEach(note -> notices.say("model", note));
        RunNetwork network = new RunNetwork(loaded.config(), loaded.network(), loaded.parameters());
        Examiner examiner = new Examiner(run, network, machine.device(), notices);
        ObjectNode result = examiner.loss(0);
        if (examiner.hasSpans()) {
            result.setAll(examiner.spans(0));
        }
        tasks(run, network, machine, notices, result);
        result.remove("kind");
        result.remove("step");
        result.put("precision", placement.precision().word());
        return result;
    }

    private static void tasks(Run run, RunNetwork network, Machine machine, Notices notices, ObjectNode result) {
        List<Task> asked = run.evaluate().tasks().stream()
                .filter(task -> !task.metrics().isEmpty())
                .toList();
        if (asked.isEmpty()) {
            return;
        }
        Tokenizer tokenizer = Preparation.tokenizer(run);
        Generator generator =
                new Generator(network.model(), network.config().ids(), Optional.of(tokenizer), machine.device());
        ObjectNode tasks = result.putObject("tasks");
        for (Task task : asked) {
            TaskExam exam = new TaskExam(task, run, generator, tokenizer, notices);
            ObjectNode metrics = tasks.putObject(exam.name())
                    .put("examples", exam.examples())
                    .putObject("metrics");
            exam.metrics().forEach(metrics::put);
        }
    }
}
