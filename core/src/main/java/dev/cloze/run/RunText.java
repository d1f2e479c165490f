package dev.cloze.run;

import dev.cloze.Refusal;
import dev.cloze.batch.load.DataLoader;
import dev.cloze.batch.load.LoaderSettings;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.task.Learning;
import dev.cloze.task.Task;
import dev.cloze.text.Tokenizer;
import java.util.List;
import java.util.stream.Stream;

/** The text of a run. */
public final class RunText {

    private RunText() {}

    /** The text that a run learns from. */
    public static DataLoader training(Training run, ReadingRules rules) {
        return DataLoader.training(run.data(), settings(run), run.trainingData().order(), rules);
    }

    /** The held-out text of a run, in an order that does not depend on the run's seed. */
    public static DataLoader heldOut(Training run, ReadingRules rules) {
        Refusal.require(run.evaluate().hasText(), "evaluate.sources names no held-out text");
        return DataLoader.heldOut(run.evaluate().all(), run.data(), settings(run), rules);
    }

    /** How batches are made of the text of a run. */
    public static LoaderSettings settings(Training run) {
        return run.trainingData().settings(tokenizer(run), run.train().seed()).counting(tasks(run));
    }

    /** The names of all tasks of a run, of training and held out, by the indices that rows of batches say. */
    static List<String> tasks(Training run) {
        return Stream.concat(run.data().all().stream(), run.evaluate().all().stream())
                .map(Task::name)
                .distinct()
                .toList();
    }

    /** What those tasks of a run learn that say nothing else. */
    public static Learning.Denoising usual(Training run) {
        return new Learning.Denoising(run.objective(), run.data().joining());
    }

    /** How the texts of a run become tokens. */
    public static Tokenizer tokenizer(Training run) {
        return run.tokenizer().tokenizer(run.model().from());
    }
}
