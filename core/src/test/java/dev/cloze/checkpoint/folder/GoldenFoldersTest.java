package dev.cloze.checkpoint.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Golden;
import dev.cloze.Seed;
import dev.cloze.adapter.Adapter;
import dev.cloze.batch.IdMatrix;
import dev.cloze.checkpoint.adapter.AdapterFolder;
import dev.cloze.checkpoint.adapter.LoadedAdapter;
import dev.cloze.checkpoint.tensors.SafeTensors;
import dev.cloze.model.CausalModel;
import dev.cloze.model.Network;
import dev.cloze.model.Seq2SeqModel;
import dev.cloze.model.TextEncoder;
import dev.cloze.model.input.CausalInput;
import dev.cloze.model.input.DecoderInput;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.model.input.ModelInput;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.Tensors;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.ByteTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Folders in layouts of others, with adapters over tied tables: what transformers and PEFT compute with them. */
@Tag("golden")
class GoldenFoldersTest {

    private static final double TOLERANCE = 1e-5;

    @TempDir
    Path place;

    @TestFactory
    Stream<DynamicTest> models_compute_what_transformers_does() {
        return folders().stream()
                .flatMap(folder -> Stream.of(WeightStore.Use.INFERENCE, WeightStore.Use.PACKED)
                        .map(use -> test(folder.getFileName() + " " + use, () -> computes(folder, use))));
    }

    @TestFactory
    Stream<DynamicTest> models_that_were_saved_again_compute_the_same() {
        return folders().stream().map(folder -> test(folder.getFileName().toString(), () -> savedAgain(folder)));
    }

    @TestFactory
    Stream<DynamicTest> adapters_over_shared_tables_compute_what_peft_does() {
        return folders().stream()
                .flatMap(GoldenFoldersTest::adapters)
                .flatMap(adapter -> Stream.of(WeightStore.Use.INFERENCE, WeightStore.Use.PACKED)
                        .map(use -> test(name(adapter) + " " + use, () -> computesAdapted(adapter, use))));
    }

    @TestFactory
    Stream<DynamicTest> their_settings_come_back_as_they_were() {
        return folders().stream()
                .flatMap(GoldenFoldersTest::adapters)
                .map(adapter -> test(name(adapter), () -> {
                    Adapter settings = AdapterFolder.settings(adapter);
                    assertThat(Adapter.parse(settings.toJson(), "again")).isEqualTo(settings);
                }));
    }

    @TestFactory
    Stream<DynamicTest> new_ones_of_their_kind_begin_as_the_model_does_and_learn() {
        return folders().stream()
                .flatMap(GoldenFoldersTest::adapters)
                .map(adapter -> test(name(adapter), () -> beginsAsTheModel(adapter)));
    }

    private static void computes(Path folder, WeightStore.Use use) {
        try (LoadedModel loaded = ModelFolder.load(folder, placement(use))) {
            assertThat(loaded.notes()).isEmpty();
            expect(folder, loaded.network(), "");
        }
    }

    private void savedAgain(Path folder) {
        Path again = place.resolve(folder.getFileName());
        try (LoadedModel loaded = ModelFolder.load(folder, placement(WeightStore.Use.INFERENCE))) {
            ModelFolder.save(
                    again,
                    ModelFolder.files(
                            loaded.config(), loaded.parameters(), ByteTokenizer.of(), KeptFiles.of(folder, false)));
        }
        deleteTokenizer(again);
        try (LoadedModel loaded = ModelFolder.load(again, placement(WeightStore.Use.INFERENCE))) {
            expect(folder, loaded.network(), "");
        }
    }

    // Its ids are more than these models have.
    private static void deleteTokenizer(Path folder) {
        try {
            Files.delete(folder.resolve("tokenizer_config.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void computesAdapted(Path adapter, WeightStore.Use use) {
        Path folder = model(adapter);
        try (LoadedModel loaded = AdapterFolder.use(folder, adapter, placement(use))) {
            expect(folder, loaded.network(), "." + adapter.getFileName());
        }
    }

    private static void beginsAsTheModel(Path adapter) {
        Path folder = model(adapter);
        LoadedAdapter began = AdapterFolder.begin(
                folder,
                config -> AdapterFolder.settings(adapter),
                placement(WeightStore.Use.FROZEN),
                placement(WeightStore.Use.TRAINING),
                new Seed(4));
        try (LoadedModel loaded = began.model();
                SafeTensors expected = SafeTensors.open(folder.resolve("expected.safetensors"))) {
            Tensor logits = computed(expected, loaded.network());
            // PEFT gives a head that is not the embedding the embedding's rows, with which a model does not begin as it
            // was.
            if (loaded.config().tied() || adapter.endsWith("lm_head")) {
                assertClose(logits, expected.read("logits"));
            }
            logits.square().sum().backward();
            assertThat(began.parameters().all())
                    .filteredOn(parameter -> !parameter.name().contains("shared.weight")) // which no one reads
                    .allMatch(parameter -> parameter.gradient().isPresent());
            Tensor matrix = loaded.network().head().weight();
            assertThat(matrix.size(0)).isEqualTo(logits.size(-1));
        }
    }

    private static void expect(Path folder, Network network, String suffix) {
        try (SafeTensors expected = SafeTensors.open(folder.resolve("expected.safetensors"))) {
            String name = network.hasHead() ? "logits" + suffix : "encoder_last_hidden_state";
            assertClose(computed(expected, network), expected.read(name));
        }
    }

    private static void assertClose(Tensor actual, Tensor expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(actual.sub(expected).abs().max().item_double()).isLessThan(TOLERANCE);
    }

    private static Tensor computed(SafeTensors expected, Network network) {
        Tensor tokens = expected.read("input_ids");
        ForwardPass pass = ForwardPass.inference();
        if (network instanceof CausalModel model) {
            return model.logits(model.hidden(new CausalInput(tokens, Segments.WHOLE), pass));
        }
        EncoderInput input = new EncoderInput(tokens, mask(expected));
        if (network instanceof Seq2SeqModel model) {
            DecoderInput decoder = new DecoderInput(expected.read("decoder_input_ids"), Segments.WHOLE);
            return model.logits(model.hidden(new ModelInput(input, decoder), pass));
        }
        return ((TextEncoder) network).encode(input);
    }

    private static Segments mask(SafeTensors expected) {
        Tensor mask = expected.read("attention_mask");
        int[] ids =
                Arrays.stream(Tensors.longs(mask)).mapToInt(Math::toIntExact).toArray();
        return Segments.of(IdMatrix.over((int) mask.size(0), (int) mask.size(1), ids), ComputeDevice.CPU);
    }

    private static List<Path> folders() {
        return Golden.folder("folders").map(GoldenFoldersTest::inside).orElse(List.of());
    }

    private static Stream<Path> adapters(Path folder) {
        Path adapters = folder.resolve("adapters");
        return Files.isDirectory(adapters) ? inside(adapters).stream() : Stream.empty();
    }

    private static Path model(Path adapter) {
        return adapter.resolve("../..").normalize();
    }

    private static String name(Path adapter) {
        return model(adapter).getFileName() + ", " + adapter.getFileName();
    }

    private static List<Path> inside(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WeightStore.Placement placement(WeightStore.Use use) {
        return new WeightStore.Placement(Precision.FLOAT32, ComputeDevice.CPU, use);
    }

    private static DynamicTest test(String name, Runnable check) {
        return DynamicTest.dynamicTest(name, () -> {
            try (PointerScope scope = new PointerScope()) {
                check.run();
            }
        });
    }
}
