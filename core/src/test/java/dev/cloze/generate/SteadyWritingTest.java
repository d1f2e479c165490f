package dev.cloze.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Seed;
import dev.cloze.generate.options.Decoding;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.model.T5;
import dev.cloze.model.config.T5Config;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Writing allocates what it needs at its beginning, and gives it back at its end. */
class SteadyWritingTest {

    private static final List<Tokens> INPUTS =
            List.of(Tokens.of(5, 9, 14, 1), Tokens.of(33, 1), Tokens.of(7, 8, 9, 80, 60, 50, 40, 1));

    @Test
    void resident_memory_is_flat_over_many_requests() throws IOException {
        try (PointerScope scope = new PointerScope();
                WeightStore store = store(Precision.BFLOAT16)) {
            Generator generator = generator(store);
            for (int i = 0; i < 40; i++) {
                write(generator);
            }
            long before = resident();
            for (int i = 0; i < 60; i++) {
                write(generator);
            }
            assertThat(resident() - before).as("bytes over 60 requests").isLessThan(24 << 20);
        }
    }

    @Test
    void texts_of_every_length_take_no_memory_of_their_own() throws IOException {
        assertThat(growth(400, 300)).as("bytes over 300 texts").isLessThan(24 << 20);
    }

    @Tag("slow")
    @Test
    void ten_thousand_texts_take_no_more_than_a_few_hundred() throws IOException {
        assertThat(growth(1000, 10_000)).as("bytes over 10,000 texts").isLessThan(32 << 20);
    }

    // In int8, where the library keeps a program for each shape of each product.
    private static long growth(int first, int then) throws IOException {
        try (PointerScope scope = new PointerScope();
                WeightStore store = store(Precision.INT8)) {
            Generator generator = generator(store);
            readAndWrite(generator, 0, first);
            long before = resident();
            readAndWrite(generator, first, first + then);
            return resident() - before;
        }
    }

    private static void readAndWrite(Generator generator, int from, int to) {
        SplittableRandom random = new Seed(from).random();
        for (int i = from; i < to; i++) {
            int[] ids = random.ints(1 + random.nextInt(384), 2, 300).toArray();
            generator.generate(List.of(Tokens.of(ids)), GenerationOptions.greedy(2));
        }
    }

    private static void write(Generator generator) {
        GenerationOptions beams =
                GenerationOptions.greedy(12).with(new Decoding.BeamSearch(3, 1, Decoding.EarlyStopping.UNLIKELY));
        generator.generate(INPUTS, GenerationOptions.greedy(12));
        generator.generate(INPUTS, beams);
    }

    private static T5Config config() {
        return T5Config.v11(new T5Config.Shape(32, 8, 64, 4, 2, 2)).withVocab(384);
    }

    private static WeightStore store(Precision precision) {
        return WeightStore.initialised(
                new Seed(2), new WeightStore.Placement(precision, ComputeDevice.CPU, WeightStore.Use.PACKED));
    }

    private static Generator generator(WeightStore store) {
        return new Generator(
                T5.build(config(), Weights.of(store)), config().ids(), Optional.empty(), ComputeDevice.CPU);
    }

    private static long resident() throws IOException {
        String pages = Files.readString(Path.of("/proc/self/statm"));
        int start = pages.indexOf(' ') + 1;
        return 4096 * Long.parseLong(pages.substring(start, pages.indexOf(' ', start)));
    }
}
