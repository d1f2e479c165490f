package dev.cloze.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Seed;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.generate.search.Candidate;
import dev.cloze.model.Seq2SeqModel;
import dev.cloze.model.SwitchTransformer;
import dev.cloze.model.T5;
import dev.cloze.model.config.SwitchConfig;
import dev.cloze.model.config.T5Config;
import dev.cloze.nn.Capacity;
import dev.cloze.nn.Experts;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.CpuFeatures;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a model loses in fewer bits, and that a batch gives every row what it gets alone. */
class PrecisionTest {

    private static final int VOCAB = 500;

    @Test
    void bfloat16_keeps_log_probabilities_within_a_thousandth() {
        assertThat(deviation(Precision.BFLOAT16)).isLessThan(1e-3);
    }

    @Test
    void int8_keeps_log_probabilities_within_a_hundredth() {
        assertThat(deviation(Precision.INT8)).isLessThan(1e-2);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void a_batch_gives_what_each_text_gives_alone(Precision precision) {
        try (PointerScope scope = new PointerScope();
                WeightStore store = store(precision, WeightStore.Use.PACKED)) {
            Generator generator = generator(store);
            // Of the same length: padding changes the order of sums in float formats.
            List<Tokens> inputs = List.of(text(1, 12), text(2, 12), text(3, 12), text(4, 12), text(5, 12));
            List<Candidate> together = generator.generate(inputs, GenerationOptions.greedy(20));
            for (int i = 0; i < inputs.size(); i++) {
                List<Candidate> alone = generator.generate(inputs.subList(i, i + 1), GenerationOptions.greedy(20));
                assertThat(together.get(i).tokens()).isEqualTo(alone.get(0).tokens());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"FLOAT32, 1e-6", "BFLOAT16, 1e-3", "INT8, 1e-2"})
    void texts_too_long_for_one_product_lose_no_more(Precision precision, double bound) {
        assumePossible(precision);
        List<Tokens> inputs = List.of(text(1, 300), text(2, 350));
        List<Tokens> targets = List.of(text(3, 270), text(4, 260));
        try (PointerScope scope = new PointerScope();
                WeightStore packed = store(precision, WeightStore.Use.PACKED);
                WeightStore plain = store(Precision.FLOAT32, WeightStore.Use.INFERENCE)) {
            List<Score> expected = generator(plain).score(inputs, targets);
            List<Score> found = generator(packed).score(inputs, targets);
            for (int i = 0; i < inputs.size(); i++) {
                assertThat(found.get(i).total() / expected.get(i).total() - 1).isBetween(-bound, bound);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void experts_can_be_packed(Precision precision) {
        assumePossible(precision);
        T5Config base = T5Config.v11(new T5Config.Shape(32, 8, 64, 4, 2, 2)).withVocab(VOCAB);
        SwitchConfig config = new SwitchConfig(
                base,
                new SwitchConfig.SparseLayers(1, 1, SwitchConfig.Layout.SECOND_OF_GROUP),
                new Experts.Routing(4, Capacity.DROPLESS, Capacity.DROPLESS, 0),
                new SwitchConfig.RouterLosses(0.001, 0.001, false));
        try (PointerScope scope = new PointerScope();
                WeightStore packed = store(precision, WeightStore.Use.PACKED);
                WeightStore plain = store(Precision.FLOAT32, WeightStore.Use.INFERENCE)) {
            double expected = score(generator(SwitchTransformer.build(config, Weights.of(plain)), base));
            double found = score(generator(SwitchTransformer.build(config, Weights.of(packed)), base));
            assertThat(Math.abs(found / expected - 1)).isLessThan(1e-2);
        }
    }

    private static double deviation(Precision precision) {
        assumePossible(precision);
        try (PointerScope scope = new PointerScope();
                WeightStore packed = store(precision, WeightStore.Use.PACKED);
                WeightStore plain = store(Precision.FLOAT32, WeightStore.Use.INFERENCE)) {
            return Math.abs(score(generator(packed)) / score(generator(plain)) - 1);
        }
    }

    private static void assumePossible(Precision precision) {
        Assumptions.assumeTrue(
                precision != Precision.INT8 || CpuFeatures.here().avx512vnni(), "int8 needs AVX512-VNNI");
    }

    private static double score(Generator generator) {
        List<Tokens> inputs = new ArrayList<>();
        List<Tokens> targets = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            inputs.add(text(i, 10 + i % 8));
            targets.add(text(100 + i, 24 - i % 8));
        }
        return generator.score(inputs, targets).stream()
                .mapToDouble(Score::total)
                .sum();
    }

    private static WeightStore store(Precision precision, WeightStore.Use use) {
        return WeightStore.initialised(new Seed(3), new WeightStore.Placement(precision, ComputeDevice.CPU, use));
    }

    private static Generator generator(WeightStore store) {
        assumePossible(store.placement().precision());
        T5Config config = T5Config.v11(new T5Config.Shape(64, 16, 128, 4, 3, 3)).withVocab(VOCAB);
        return generator(T5.build(config, Weights.of(store)), config);
    }

    private static Generator generator(Seq2SeqModel model, T5Config config) {
        return new Generator(model, config.ids(), Optional.empty(), ComputeDevice.CPU);
    }

    private static Tokens text(int seed, int length) {
        return Tokens.of(new SplittableRandom(seed).ints(length, 3, VOCAB).toArray());
    }
}
