package dev.cloze.train;

import dev.cloze.Seed;
import dev.cloze.batch.BatchPlan;
import dev.cloze.batch.BatchShape;
import dev.cloze.batch.pack.BatchFeed;
import dev.cloze.checkpoint.Checkpoint;
import dev.cloze.checkpoint.Checkpoints;
import dev.cloze.checkpoint.TrainingSnapshot;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.checkpoint.tensors.SafeTensors;
import dev.cloze.checkpoint.tensors.TensorFile;
import dev.cloze.data.Document;
import dev.cloze.data.Position;
import dev.cloze.data.file.FilePattern;
import dev.cloze.data.file.LineCounts;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.data.source.PlainText;
import dev.cloze.data.stream.Repeated;
import dev.cloze.model.T5;
import dev.cloze.model.config.T5Config;
import dev.cloze.nn.Weights;
import dev.cloze.objective.Lengths;
import dev.cloze.objective.Ul2;
import dev.cloze.task.Joining;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.ByteTokenizer;
import dev.cloze.train.loss.CrossEntropy;
import dev.cloze.train.loss.LabelSmoothing;
import dev.cloze.train.loss.Normaliser;
import dev.cloze.train.optimiser.AdamW;
import dev.cloze.train.optimiser.Clipping;
import dev.cloze.train.optimiser.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;

/** A byte-level model of a few thousand weights that learns to fill gaps in a file of nonsense, saves and goes on. */
final class TinyRun implements AutoCloseable {

    private static final Seed SEED = new Seed(7);
    static final T5Config SHAPE =
            T5Config.v11(new T5Config.Shape(16, 8, 32, 2, 2, 2)).withVocab(384).withDropout(0.1);

    private final WeightStore store;
    private final BatchFeed feed;
    private final Trainer trainer;

    private TinyRun(Path text, TrainingPlan plan, Precision precision, Optional<Checkpoint> from) {
        Position position = from.map(c -> c.manifest().position()).orElse(Position.START);
        this.store = store(precision, from);
        this.feed = feed(text, position);
        T5 model = T5.build(SHAPE, Weights.of(store));
        Trainee trainee = new Trainee(model, store.parameters(), ComputeDevice.CPU, ForwardFlops.of(SHAPE));
        this.trainer = new Trainer(trainee, plan, feed);
        from.ifPresent(this::restore);
    }

    static TinyRun start(Path text, TrainingPlan plan, Precision precision) {
        return new TinyRun(text, plan, precision, Optional.empty());
    }

    static TinyRun resume(Path text, TrainingPlan plan, Precision precision, Checkpoint from) {
        return new TinyRun(text, plan, precision, Optional.of(from));
    }

    static TrainingPlan plan(long steps, int microBatches) {
        return new TrainingPlan(
                steps,
                microBatches,
                new Schedule.Linear(1e-2, 5, 1000),
                AdamW.DEFAULT,
                new Clipping(1),
                new CrossEntropy(1e-4, LabelSmoothing.NONE, new Normaliser.StepTokens()),
                SHAPE.dropoutRate(),
                SEED);
    }

    private static WeightStore store(Precision precision, Optional<Checkpoint> from) {
        if (from.isEmpty()) {
            return WeightStore.initialised(SEED.split("weights"), precision);
        }
        try (TensorFile weights = from.get().openWeights()) {
            WeightStore store = WeightStore.from(weights, precision);
            T5.build(SHAPE, Weights.of(store));
            store.verify("checkpoint");
            return store;
        }
    }

    static BatchFeed feed(Path text, Position position) {
        return BatchFeed.open(documents(text), batches(), position, 1);
    }

    private static Repeated<Document> documents(Path text) {
        return new Repeated<>(new PlainText("nonsense", FilePattern.of(text), LineCounts.Unit.LINE, "und")
                .read(ReadingRules.strict()));
    }

    private static BatchPlan batches() {
        return new BatchPlan(
                ByteTokenizer.of(),
                Ul2.paper(),
                Joining.CONCATENATED,
                BatchShape.packed(4, new Lengths(32, 32)),
                SEED.split("batches"));
    }

    private void restore(Checkpoint from) {
        try (SafeTensors state = from.openOptimiserState()) {
            Map<String, Long> counters = from.manifest().counters();
            trainer.restore(
                    new Progress(
                            from.manifest().step(),
                            counters.getOrDefault("source", 0L),
                            counters.getOrDefault("target", 0L),
                            from.manifest().position()),
                    state);
        }
    }

    Trainer trainer() {
        return trainer;
    }

    WeightStore store() {
        return store;
    }

    void save(Checkpoints checkpoints) {
        Progress progress = trainer.progress();
        try (PointerScope scope = new PointerScope()) {
            checkpoints.save(new TrainingSnapshot(
                    progress.steps(),
                    progress.position(),
                    Map.of("run", SEED.value()),
                    Map.of("source", progress.sourceTokens(), "target", progress.targetTokens()),
                    ModelFolder.files(SHAPE, store.parameters(), ByteTokenizer.of()),
                    trainer.optimiserState(),
                    "{}",
                    Map.of()));
        }
    }

    @Override
    public void close() {
        trainer.close();
        feed.close();
    }

    /** A file of lines of made-up words. */
    static Path text(Path folder) throws IOException {
        SplittableRandom random = SEED.split("text").random();
        List<String> lines = new ArrayList<>();
        for (int line = 0; line < 400; line++) {
            StringBuilder words = new StringBuilder();
            while (words.length() < 120) {
                words.append("aeiou".charAt(random.nextInt(5))).append("bdklmnrst".charAt(random.nextInt(9)));
                words.append(random.nextInt(3) == 0 ? " " : "");
            }
            lines.add(words.toString());
        }
        return Files.write(folder.resolve("nonsense.txt"), lines);
    }

    /** Trains, saving every so often; says aloud what it does, so that it can be killed there. */
    public static void main(String[] arguments) {
        Path text = Path.of(arguments[0]);
        Checkpoints checkpoints = Checkpoints.in(Path.of(arguments[1]), 2, TinyRun::say);
        long steps = Long.parseLong(arguments[2]);
        long every = Long.parseLong(arguments[3]);
        Optional<Checkpoint> from = checkpoints.resume();
        say("from " + from.map(c -> c.manifest().step()).orElse(0L));
        try (TinyRun run = new TinyRun(text, plan(steps, 2), Precision.BFLOAT16, from)) {
            StepListener saving = StepListener.every(every, report -> {
                say("saving " + report.progress().steps());
                run.save(checkpoints);
            });
            run.trainer()
                    .run(StepListener.all(
                            List.of(report -> say("step " + report.progress().steps()), saving)));
        }
        say("done");
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
