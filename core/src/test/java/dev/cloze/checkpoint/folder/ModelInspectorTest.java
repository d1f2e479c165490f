package dev.cloze.checkpoint.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Golden;
import dev.cloze.checkpoint.disk.JsonFile;
import dev.cloze.checkpoint.tensors.SafeTensors;
import dev.cloze.model.config.ModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** What is said of a folder is what lies in its files. */
@Tag("golden")
class ModelInspectorTest {

    @TestFactory
    List<DynamicTest> every_golden_model_is_described() throws IOException {
        Path models = Golden.folder("models").orElse(null);
        Assumptions.assumeTrue(models != null, "no golden models");
        try (Stream<Path> folders = Files.list(models)) {
            return folders.filter(folder -> Files.exists(folder.resolve("config.json")))
                    .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> describe(folder)))
                    .toList();
        }
    }

    private static void describe(Path folder) {
        if (!ModelConfig.known(JsonFile.read(folder.resolve("config.json")), folder.toString())) {
            Assumptions.abort("no such network yet");
        }
        ModelReport report = ModelFolder.inspect(folder);
        assertThat(report.fit().complete()).as(report.fit().summary()).isTrue();
        assertThat(report.fit().unexpected()).isEmpty();
        assertThat(report.files())
                .extracting(ModelReport.FolderFile::name)
                .contains("config.json", "model.safetensors");
        try (SafeTensors file = SafeTensors.open(folder.resolve("model.safetensors"))) {
            for (DescribedWeight weight : report.weights()) {
                assertThat(weight.type()).isEqualTo("F32");
                if (file.contains(weight.name())) {
                    assertThat(weight.shape())
                            .isEqualTo(Arrays.stream(file.shape(weight.name()))
                                    .boxed()
                                    .toList());
                }
            }
            assertThat(report.parameters()).isPositive().isGreaterThanOrEqualTo(report.trainable());
            assertThat(report.active()).isLessThanOrEqualTo(report.parameters());
        }
    }
}
