package dev.cloze.app.bench;

import dev.cloze.Seed;
import dev.cloze.generate.Generator;
import dev.cloze.generate.options.Decoding;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.generate.options.TokenRules;
import dev.cloze.model.Network;
import dev.cloze.model.Networks;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.model.config.SwitchConfig;
import dev.cloze.model.config.T5Config;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.MachinePeak;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Generation with networks of random weights, tokens in and out: a T5 v1.1 base and a Switch Transformer of its size. The
 * limit of a step is the longer of reading its weights once from memory and multiplying them, both measured just before.
 *
 * @param precision what is computed in
 * @param device where
 * @param repetitions runs that are measured after one that is not; the median counts
 */
public record GenerateBench(Precision precision, ComputeDevice device, int repetitions) {

    private static final List<Work> DENSE =
            List.of(new Work(1, 1), new Work(8, 1), new Work(32, 1), new Work(1, 4), new Work(8, 4));
    private static final List<Work> SPARSE = List.of(new Work(1, 1), new Work(8, 1));

    private record Work(int rows, int beams) {
        String name(Subject subject) {
            String search = beams == 1 ? "greedy" : "beam" + beams;
            return "generate %s b%d %s %d->%d".formatted(subject.name, rows, search, subject.source, subject.target);
        }
    }

    private record Subject(String name, ModelConfig config, GenerationCost cost, int source, int target) {
        static Subject dense() {
            T5Config config = T5Config.v11Base();
            return new Subject("t5-v1.1-base", config, GenerationCost.of(config), 128, 64);
        }

        static Subject sparse() {
            SwitchConfig config = SwitchConfig.base8();
            return new Subject("switch-base-8", config, GenerationCost.of(config), 128, 32);
        }
    }

    /**
     * What the machine can do.
     *
     * @param flops floating-point operations a second
     * @param bytes bytes that it reads from memory in a second
     */
    private record Peak(double flops, double bytes) {
        String said() {
            return "%.0f GFLOP/s, %.0f GB/s".formatted(flops / 1e9, bytes / 1e9);
        }
    }

    /** Measures the works whose name is {@code wanted}. */
    public void run(Predicate<String> wanted, Consumer<Figure> figures) {
        Peak peak = new Peak(MachinePeak.flops(precision, device), MachinePeak.bytesRead(device));
        run(Subject.dense(), DENSE, peak, wanted, figures);
        run(Subject.sparse(), SPARSE, peak, wanted, figures);
    }

    private void run(Subject subject, List<Work> all, Peak peak, Predicate<String> wanted, Consumer<Figure> figures) {
        List<Work> works =
                all.stream().filter(work -> wanted.test(work.name(subject))).toList();
        if (works.isEmpty()) {
            return;
        }
        try (WeightStore store = WeightStore.initialised(
                new Seed(0), new WeightStore.Placement(precision, device, WeightStore.Use.PACKED))) {
            Network model = Networks.build(subject.config, Weights.of(store));
            Generator generator = new Generator(model, subject.config.ids(), Optional.empty(), device);
            works.forEach(work -> figures.accept(measured(generator, subject, work, peak)));
        }
    }

    private Figure measured(Generator generator, Subject subject, Work work, Peak peak) {
        double seconds = median(generator, work, subject, subject.target);
        double first = median(generator, work, subject, 1);
        Figure.Rate rate = new Figure.Rate(work.rows() * subject.target / seconds, Figure.Unit.TOKENS);
        String limit = "%s; first token %.1f ms, then %.2f ms a step"
                .formatted(peak.said(), 1e3 * first, 1e3 * (seconds - first) / (subject.target - 1));
        double best = bestSeconds(subject, work, peak);
        return new Figure(work.name(subject), precision.word(), rate, best / seconds, limit);
    }

    private double median(Generator generator, Work work, Subject subject, int tokens) {
        List<Tokens> inputs = Synthetic.inputs(work.rows(), subject.source, subject.config.vocab());
        GenerationOptions greedy = GenerationOptions.greedy(tokens).with(TokenRules.NONE.withMinTokens(tokens));
        GenerationOptions options = work.beams() == 1
                ? greedy
                : greedy.with(new Decoding.BeamSearch(work.beams(), 1, Decoding.EarlyStopping.UNLIKELY));
        double[] seconds = new double[repetitions];
        for (int i = -1; i < repetitions; i++) {
            long start = System.nanoTime();
            generator.generate(inputs, options);
            if (i >= 0) {
                seconds[i] = (System.nanoTime() - start) / 1e9;
            }
        }
        Arrays.sort(seconds);
        return seconds[repetitions / 2];
    }

    /** Encoding once, then one pass over the decoder's weights for each token. */
    private double bestSeconds(Subject subject, Work work, Peak peak) {
        int rows = work.rows() * work.beams();
        double start = 2 * subject.cost.read() * work.rows() * subject.source / peak.flops;
        double reading = subject.cost.weights(rows) * precision.bytes() / peak.bytes;
        double multiplying = 2 * subject.cost.written() * rows / peak.flops;
        return start + subject.target * Math.max(reading, multiplying);
    }
}
