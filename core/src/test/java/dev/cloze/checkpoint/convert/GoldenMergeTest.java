package dev.cloze.checkpoint.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Golden;
import dev.cloze.Refusal;
import dev.cloze.checkpoint.adapter.AdapterFolder;
import dev.cloze.checkpoint.folder.AdapterFiles;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A converted folder holds what its model and an adapter are together. */
@Tag("golden")
class GoldenMergeTest {

    private static final WeightStore.Placement PLAIN =
            new WeightStore.Placement(Precision.FLOAT32, ComputeDevice.CPU, WeightStore.Use.INFERENCE);

    @TempDir
    Path place;

    @TestFactory
    Stream<DynamicTest> a_merged_folder_is_the_model_with_its_adapter() throws IOException {
        Path golden = Golden.folder("peft").orElse(null);
        Assumptions.assumeTrue(golden != null, "no golden adapters");
        Path base = Files.createDirectories(place.resolve("base"));
        Files.copy(golden.resolve("config.json"), base.resolve("config.json"));
        Files.copy(golden.resolve("base.safetensors"), base.resolve("model.safetensors"));
        List<Path> adapters;
        try (Stream<Path> inside = Files.list(golden)) {
            adapters = inside.filter(folder -> Files.exists(folder.resolve(AdapterFiles.CONFIG)))
                    .sorted()
                    .toList();
        }
        return adapters.stream()
                .map(adapter -> DynamicTest.dynamicTest(adapter.getFileName().toString(), () -> check(base, adapter)));
    }

    private void check(Path base, Path adapter) {
        Path out = place.resolve(adapter.getFileName());
        Conversion conversion = new Conversion(base, out, List.of(new AdapterMerge(adapter)), Conversion.SHARD_BYTES);
        if (AdapterFolder.settings(adapter).merge().isEmpty()) {
            assertThatThrownBy(() -> conversion.run((written, all) -> {}))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("cannot be merged");
            assertThat(out).doesNotExist();
            return;
        }
        conversion.run((written, all) -> {});
        LoadedModel merged = ModelFolder.load(out, PLAIN);
        LoadedModel expected = AdapterFolder.use(base, adapter, PLAIN);
        LoadedModel before = ModelFolder.load(base, PLAIN);
        assertThat(merged.notes()).isEmpty();
        assertThat(expected.parameters().all())
                .allSatisfy(weight -> assertThat(
                                merged.parameters().at(weight.name()).master().equal(weight.master()))
                        .as(weight.name())
                        .isTrue());
        assertThat(expected.parameters().all())
                .anySatisfy(weight -> assertThat(
                                before.parameters().at(weight.name()).master().equal(weight.master()))
                        .as(weight.name())
                        .isFalse());
    }
}
