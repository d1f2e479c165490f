package dev.cloze.app.bench;

import dev.cloze.Seed;
import dev.cloze.batch.Batch;
import dev.cloze.data.Feed;
import dev.cloze.model.T5;
import dev.cloze.model.config.T5Config;
import dev.cloze.nn.Weights;
import dev.cloze.objective.Lengths;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.MachinePeak;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import dev.cloze.train.ForwardFlops;
import dev.cloze.train.StepReport;
import dev.cloze.train.Trainee;
import dev.cloze.train.Trainer;
import dev.cloze.train.TrainingPlan;
import dev.cloze.train.loss.CrossEntropy;
import dev.cloze.train.optimiser.AdamW;
import dev.cloze.train.optimiser.Clipping;
import dev.cloze.train.optimiser.Schedule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Training of T5 v1.1 small with AdamW: full rectangles of 8 rows of 512 inputs and 114 targets, then packed rows of real
 * text. The limit is the product of matrices, measured just before; the share of it is the model's FLOPs utilisation.
 *
 * @param precision what is computed in
 * @param device where
 * @param steps updates that are measured; the median counts
 */
public record TrainBench(Precision precision, ComputeDevice device, int steps) {

    private static final int WARM_UP = 2;
    private static final Lengths LENGTHS = new Lengths(512, 114);
    private static final int ROWS = 8;

    /** Measures full rectangles, and real text where {@code text} holds some. */
    public void run(List<BenchText> text, Consumer<Figure> figures) {
        double peak = MachinePeak.flops(precision, device);
        T5Config config = T5Config.v11Small().withDropout(0);
        try (WeightStore store = WeightStore.initialised(
                new Seed(0), new WeightStore.Placement(precision, device, WeightStore.Use.TRAINING))) {
            T5 model = T5.build(config, Weights.of(store));
            Trainee trainee = new Trainee(model, store.parameters(), device, ForwardFlops.of(config));
            Feed<Batch> full = Synthetic.batches(ROWS, LENGTHS, config.vocab());
            figures.accept(measure("train t5-v1.1-small b8 512/114", trainee, full, peak));
            for (BenchText each : text) {
                try (Feed<Batch> packed = each.batches(ROWS, LENGTHS)) {
                    figures.accept(measure("train t5-v1.1-small b8 512/114 packed text", trainee, packed, peak));
                }
            }
        }
    }

    private Figure measure(String work, Trainee trainee, Feed<Batch> batches, double peak) {
        TrainingPlan plan = new TrainingPlan(
                (long) WARM_UP + steps,
                1,
                new Schedule.Constant(1e-4, 0),
                AdamW.DEFAULT,
                Clipping.NONE,
                CrossEntropy.PLAIN,
                0,
                new Seed(0));
        List<StepReport.Work> done = new ArrayList<>();
        try (Trainer trainer = new Trainer(trainee, plan, batches)) {
            trainer.run(report -> done.add(report.work()));
        }
        List<StepReport.Work> counted = done.subList(Math.min(WARM_UP, done.size()), done.size());
        StepReport.Work median = counted.stream()
                .sorted(Comparator.comparingDouble(StepReport.Work::tokensPerSecond))
                .toList()
                .get(counted.size() / 2);
        Figure.Rate rate = new Figure.Rate(median.tokensPerSecond(), Figure.Unit.TOKENS);
        return new Figure(work, dtype(), rate, median.utilisation(peak), limit(peak));
    }

    private String dtype() {
        return precision == Precision.BFLOAT16 ? "bf16" : "float32";
    }

    private static String limit(double peak) {
        return "%.0f GFLOP/s (matrix product)".formatted(peak / 1e9);
    }
}
