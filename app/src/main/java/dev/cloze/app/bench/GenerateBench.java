package dev.cloze.app.bench;

import dev.cloze.Seed;
import dev.cloze.generate.Generator;
import dev.cloze.generate.options.Decoding;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.generate.options.TokenRules;
import dev.cloze.model.T5;
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
 * Generation with a T5 v1.1 base of random weights, 128 inputs and 64 new tokens, tokens in and out. The limit of a step is
 * the longer of reading its weights once from memory and multiplying them, both measured just before.
 *
 * @param precision what is computed in
 * @param device where
 * @param repetitions runs that are measured after one that is not; the median counts
 */
public record GenerateBench(Precision precision, ComputeDevice device, int repetitions) {

    private static final int SOURCE = 128;
    private static final int TARGET = 64;

    private record Work(int rows, int beams) {
        String name() {
            String search = beams == 1 ? "greedy" : "beam" + beams;
            return "generate t5-v1.1-base b%d %s %d->%d".formatted(rows, search, SOURCE, TARGET);
        }
    }

    private static final List<Work> ALL =
            List.of(new Work(1, 1), new Work(8, 1), new Work(32, 1), new Work(1, 4), new Work(8, 4));

    /** Measures the works whose name is {@code wanted}. */
    public void run(Predicate<String> wanted, Consumer<Figure> figures) {
        double flops = MachinePeak.flops(precision, device);
        double bytes = MachinePeak.bytesRead(device);
        T5Config config = T5Config.v11Base();
        try (WeightStore store = WeightStore.initialised(
                new Seed(0), new WeightStore.Placement(precision, device, WeightStore.Use.PACKED))) {
            T5 model = T5.build(config, Weights.of(store));
            Generator generator = new Generator(model, config.ids(), Optional.empty(), device);
            ALL.stream().filter(work -> wanted.test(work.name())).forEach(work -> {
                double seconds = median(generator, work, config, TARGET);
                double first = median(generator, work, config, 1);
                double best = bestSeconds(config, work, flops, bytes);
                Figure.Rate rate = new Figure.Rate(work.rows() * TARGET / seconds, Figure.Unit.TOKENS);
                String limit = "%s; first token %.1f ms, then %.2f ms a step"
                        .formatted(limit(flops, bytes), 1e3 * first, 1e3 * (seconds - first) / (TARGET - 1));
                figures.accept(new Figure(work.name(), precision.word(), rate, best / seconds, limit));
            });
        }
    }

    private double median(Generator generator, Work work, T5Config config, int tokens) {
        List<Tokens> inputs = Synthetic.inputs(work.rows(), SOURCE, config.vocab());
        GenerationOptions greedy = GenerationOptions.greedy(tokens).with(TokenRules.NONE.withMinTokens(tokens));
        GenerationOptions options = work.beams() == 1
                ? greedy
                : greedy.with(new Decoding.BeamSearch(work.beams(), 1, Decoding.Patience.UNLIKELY));
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
    private double bestSeconds(T5Config config, Work work, double flops, double bytes) {
        T5Config.Shape shape = config.shape();
        double d = shape.dModel();
        double inner = (double) shape.heads() * shape.dKv();
        double feedForward = 3 * d * shape.dFf();
        double encoder = shape.encoderLayers() * (4 * d * inner + feedForward) + shape.decoderLayers() * 2 * d * inner;
        double decoder = shape.decoderLayers() * (6 * d * inner + feedForward) + d * config.vocab();
        double width = precision.bytes();
        double rows = (double) work.rows() * work.beams();
        double start = 2 * encoder * work.rows() * SOURCE / flops;
        return start + TARGET * Math.max(decoder * width / bytes, 2 * decoder * rows / flops);
    }

    private static String limit(double flops, double bytes) {
        return "%.0f GFLOP/s, %.0f GB/s".formatted(flops / 1e9, bytes / 1e9);
    }
}
