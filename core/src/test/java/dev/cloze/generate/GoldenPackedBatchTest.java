package dev.cloze.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloze.Golden;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.generate.options.Decoding;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.generate.search.Candidate;
import dev.cloze.model.CausalModel;
import dev.cloze.model.Seq2SeqModel;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.CpuFeatures;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Models of every kind, packed in every precision: a batch gives each text what it gets alone. */
@Tag("golden")
class GoldenPackedBatchTest {

    private static final GenerationOptions GREEDY = GenerationOptions.greedy(12).withLogProbabilities();
    private static final GenerationOptions BEAMS =
            GREEDY.with(new Decoding.BeamSearch(3, 1, Decoding.EarlyStopping.UNLIKELY));

    @TestFactory
    Stream<DynamicTest> a_batch_gives_what_each_text_gives_alone() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        Path models = Golden.folder("models").orElseThrow();
        try (Stream<Path> folders = Files.list(models)) {
            folders.filter(folder -> Files.exists(folder.resolve("config.json")))
                    .sorted()
                    .forEach(folder -> Stream.of(Precision.values())
                            .forEach(precision -> tests.add(DynamicTest.dynamicTest(
                                    "%s, %s".formatted(folder.getFileName(), precision.word()),
                                    () -> check(folder, precision)))));
        }
        return tests.stream();
    }

    private static void check(Path folder, Precision precision) {
        Assumptions.assumeTrue(
                precision != Precision.INT8 || CpuFeatures.here().avx512vnni(), "int8 needs AVX512-VNNI");
        Assumptions.assumeTrue(known(folder), "the model is not supported yet");
        try (PointerScope scope = new PointerScope()) {
            LoadedModel loaded = ModelFolder.load(
                    folder, new WeightStore.Placement(precision, ComputeDevice.CPU, WeightStore.Use.PACKED));
            boolean writes = loaded.network() instanceof Seq2SeqModel || loaded.network() instanceof CausalModel;
            Assumptions.assumeTrue(writes, "the model does not write");
            // Of the same length: padding changes the order of sums in float formats.
            List<Tokens> inputs = Stream.of(1, 2, 3, 4)
                    .map(seed -> text(seed, loaded.config().vocab()))
                    .toList();
            Generator generator = Generator.of(loaded);
            compare(generator, inputs, GREEDY);
            compare(generator, inputs, BEAMS);
        }
    }

    private static void compare(Generator generator, List<Tokens> inputs, GenerationOptions options) {
        List<Candidate> together = generator.generate(inputs, options);
        for (int i = 0; i < inputs.size(); i++) {
            Candidate alone =
                    generator.generate(inputs.subList(i, i + 1), options).get(0);
            assertThat(together.get(i).tokens()).isEqualTo(alone.tokens());
            assertThat(together.get(i).score()).isCloseTo(alone.score(), withinPercentage(0.1));
        }
    }

    private static boolean known(Path folder) {
        try {
            return ModelConfig.known(
                    new ObjectMapper().readTree(folder.resolve("config.json").toFile()), folder.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Tokens text(int seed, int vocab) {
        return Tokens.of(new SplittableRandom(seed).ints(7, 3, vocab).toArray());
    }
}
