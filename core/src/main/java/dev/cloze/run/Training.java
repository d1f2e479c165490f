package dev.cloze.run;

import dev.cloze.Doc;
import dev.cloze.Inline;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.adapter.InitialAdapter;
import dev.cloze.batch.load.BatchOrder;
import dev.cloze.model.config.InitialModel;
import dev.cloze.objective.Objective;
import dev.cloze.objective.Ul2;
import dev.cloze.run.file.RunFileWriter;
import dev.cloze.task.Data;
import dev.cloze.text.TokenizerSource;
import dev.cloze.train.TrainingPlan;
import dev.cloze.train.optimiser.Optimiser;
import dev.cloze.train.optimiser.Schedule;
import java.nio.file.Path;
import java.util.List;

/**
 * A training from its settings to its model: all that a run file says, and what {@code cloze train} runs. {@link #of} takes
 * what must be said and the rest as run files have it; {@code with} changes that. A run goes on where an earlier one in its
 * folder stopped, and ends with the same weights as one that was never stopped.
 *
 * <pre>{@code
 * Training training = Training.of(
 *                 T5Config.v11Small(),
 *                 new TokenizerSource.Files(Path.of("tokenizer")),
 *                 Data.of(new JsonLines("text", List.of(new FilePattern(Path.of(""), "*.jsonl")), Fields.text("text"), 0)))
 *         .with(SpanCorruption.t5())
 *         .with(Batching.packed(8, 512, 114))
 *         .with(Optimisation.t5(10_000));
 * RunEnd end = training.run(Path.of("out/small"));
 * }</pre>
 *
 * @param learner what learns
 * @param trainingData what is learnt
 * @param optimisation how weights follow
 * @param checkpoint what is kept to go on from
 * @param evaluate what is measured on the way
 * @param hardware what it computes on
 */
public record Training(
        @Inline Learner learner,
        @Inline TrainingData trainingData,
        @Inline Optimisation optimisation,
        @Doc("What is kept to go on from.") Checkpointing checkpoint,

        @Doc("What is measured on held-out text while training.")
        Evaluating evaluate,

        @Inline Hardware hardware) {

    private static final long STEPS = 100_000;

    /** A training of a model, with all that a run file may leave open: UL2 in full rows, Adafactor, 100,000 steps. */
    public static Training of(InitialModel model, TokenizerSource tokenizer, Data data) {
        return new Training(
                new Learner(model, new InitialAdapter.None(), tokenizer),
                new TrainingData(data, Ul2.released(), Batching.packed(8, 512, 512), new BatchOrder.None()),
                Optimisation.t5(STEPS),
                Checkpointing.USUAL,
                Evaluating.NONE,
                Hardware.AUTO);
    }

    /** The same with an adapter beside the model, which then stays as it is. */
    public Training with(InitialAdapter adapter) {
        Learner other = new Learner(learner.model(), adapter, learner.tokenizer());
        return new Training(other, trainingData, optimisation, checkpoint, evaluate, hardware);
    }

    /** The same with another objective. */
    public Training with(Objective objective) {
        TrainingData other =
                new TrainingData(trainingData.data(), objective, trainingData.batch(), trainingData.order());
        return new Training(learner, other, optimisation, checkpoint, evaluate, hardware);
    }

    /** The same in other batches. */
    public Training with(Batching batch) {
        TrainingData other =
                new TrainingData(trainingData.data(), trainingData.objective(), batch, trainingData.order());
        return new Training(learner, other, optimisation, checkpoint, evaluate, hardware);
    }

    /** The same in the order of another library, whose module must be there. */
    public Training with(BatchOrder order) {
        TrainingData other =
                new TrainingData(trainingData.data(), trainingData.objective(), trainingData.batch(), order);
        return new Training(learner, other, optimisation, checkpoint, evaluate, hardware);
    }

    /** The same with another optimiser, schedule and length. */
    public Training with(Optimisation other) {
        return new Training(learner, trainingData, other, checkpoint, evaluate, hardware);
    }

    /** The same with other checkpoints. */
    public Training with(Checkpointing other) {
        return new Training(learner, trainingData, optimisation, other, evaluate, hardware);
    }

    /** The same measured otherwise. */
    public Training with(Evaluating other) {
        return new Training(learner, trainingData, optimisation, checkpoint, other, hardware);
    }

    /** The same on other hardware. */
    public Training with(Hardware other) {
        return new Training(learner, trainingData, optimisation, checkpoint, evaluate, other);
    }

    /** The network, or where it comes from. */
    public InitialModel model() {
        return learner.model();
    }

    /** What is learnt beside it. */
    public InitialAdapter adapter() {
        return learner.adapter();
    }

    /** How text becomes tokens. */
    public TokenizerSource tokenizer() {
        return learner.tokenizer();
    }

    /** The text to learn from. */
    public Data data() {
        return trainingData.data();
    }

    /** What is learnt from the text. */
    public Objective objective() {
        return trainingData.objective();
    }

    /** How examples are put together. */
    public Batching batch() {
        return trainingData.batch();
    }

    /** How gradients change the weights. */
    public Optimiser optimiser() {
        return optimisation.optimiser();
    }

    /** The learning rate of every step. */
    public Schedule schedule() {
        return optimisation.schedule();
    }

    /** The length and the loss. */
    public TrainingSteps train() {
        return optimisation.steps();
    }

    /** A run file with every key that reads back as this training, from wherever it lies. */
    public String toRunFile() {
        return RunFileWriter.write(this);
    }

    TrainingPlan plan() {
        return new TrainingPlan(
                train().steps(),
                batch().accumulate(),
                schedule(),
                optimiser(),
                train().clipping(),
                train().loss(),
                model().dropoutRate(),
                new Seed(train().seed()).split("training"));
    }

    /**
     * Trains in {@code folder}, until the last step or until the JVM is told to end; then what was learnt is saved first. One
     * run at a time may write into a folder.
     *
     * @param listeners are told what happens, in order, on this thread
     * @return how it ended; the model's folder is there if it came to its last step
     * @throws Refusal if something that the settings name is not there or does not fit, or if the folder holds another run
     */
    public RunEnd run(Path folder, RunListener... listeners) {
        return TrainingRun.run(this, folder, RunListener.all(List.of(listeners)));
    }
}
