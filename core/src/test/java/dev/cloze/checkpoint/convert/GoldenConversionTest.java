package dev.cloze.checkpoint.convert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Golden;
import dev.cloze.Seed;
import dev.cloze.checkpoint.disk.Disk;
import dev.cloze.checkpoint.disk.JsonFile;
import dev.cloze.checkpoint.folder.DescribedWeight;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.checkpoint.folder.ModelReport;
import dev.cloze.checkpoint.folder.WeightFiles;
import dev.cloze.checkpoint.folder.WholeFolder;
import dev.cloze.checkpoint.tensors.SafeTensors;
import dev.cloze.checkpoint.tensors.TensorFile;
import dev.cloze.model.config.CptConfig;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.tensor.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Models of every kind, from folder to folder. */
@Tag("golden")
class GoldenConversionTest {

    private static final Set<String> TABLES = Set.of(
            "model.encoder.embed_positions.weight",
            "model.decoder.embed_positions.weight",
            "model.encoder.embeddings.position_embeddings.weight",
            "bert.embeddings.position_embeddings.weight",
            "transformer.wpe.weight");

    @TempDir
    Path place;

    @TestFactory
    Stream<DynamicTest> every_model_keeps_its_weights_under_its_own_names() {
        return tests(folder -> {
            convert(folder);
            ModelReport report = ModelFolder.inspect(to());
            assertThat(report.fit().complete()).as(report.fit().summary()).isTrue();
            assertThat(report.fit().unexpected()).isEmpty();
            LoadedModel before = ModelFolder.load(folder, Precision.FLOAT32);
            LoadedModel after = ModelFolder.load(to(), Precision.FLOAT32);
            assertThat(after.config()).isEqualTo(before.config());
            before.parameters()
                    .all()
                    .forEach(weight -> assertThat(after.parameters()
                                    .at(weight.name())
                                    .master()
                                    .equal(weight.master()))
                            .as(weight.name())
                            .isTrue());
        });
    }

    @TestFactory
    Stream<DynamicTest> every_vocabulary_can_be_resized() {
        return tests(folder -> {
            int rows = config(folder).vocab() + 9;
            convert(folder, new VocabularySize(rows, VocabularySize.NewRows.MEAN, new Seed(1)));
            assertThat(config(to()).vocab()).isEqualTo(rows);
            assertThat(ModelFolder.inspect(to()).fit().complete()).isTrue();
        });
    }

    @TestFactory
    Stream<DynamicTest> every_table_of_positions_can_be_resized() {
        return tests(folder -> {
            ModelReport before = ModelFolder.inspect(folder);
            boolean tables = before.weights().stream().anyMatch(weight -> TABLES.contains(weight.name()));
            if (tables) {
                convert(folder, new PositionCount(150));
                before.weights().stream()
                        .filter(weight -> TABLES.contains(weight.name()))
                        .forEach(this::checkTable);
                assertThat(ModelFolder.inspect(to()).fit().complete()).isTrue();
            }
        });
    }

    private void checkTable(DescribedWeight old) {
        try (TensorFile file = WeightFiles.open(to())) {
            Tensor table = file.read(old.name());
            int offset = old.name().contains("embed_positions") ? 2 : 0;
            long count = old.shape().get(0) - offset;
            assertThat(table.size(0)).isEqualTo(150 + offset);
            assertThat(table.select(0, offset + count).equal(table.select(0, offset)))
                    .isTrue();
            assertThat(table.select(0, offset + count - 1).equal(table.select(0, offset)))
                    .isFalse();
        }
    }

    @TestFactory
    Stream<DynamicTest> a_cpt_takes_its_encoder_from_a_bert() {
        return tests(folder -> {
            if (config(folder) instanceof CptConfig) {
                Path bert = bertOf(folder);
                Path bare = Files.createDirectories(place.resolve("bare"));
                Files.copy(folder.resolve("config.json"), bare.resolve("config.json"));
                convert(bare, new CptFromBert(bert, new Seed(1)));
                try (TensorFile expected = WeightFiles.open(folder);
                        TensorFile drawn = WeightFiles.open(to())) {
                    for (String name : drawn.names()) {
                        boolean taken = name.startsWith("model.encoder.") || name.equals("model.shared.weight");
                        boolean random = name.endsWith("_proj.weight");
                        assertThat(drawn.read(name).equal(expected.read(name)) || !taken)
                                .as(name)
                                .isTrue();
                        assertThat(drawn.read(name).equal(expected.read(name)) && random)
                                .as(name)
                                .isFalse();
                    }
                }
            }
        });
    }

    /** A BERT whose weights are those of a CPT's encoder, under the names of a bare network. */
    private Path bertOf(Path cpt) throws IOException {
        Path folder = Files.createDirectories(place.resolve("bert"));
        ObjectNode said = (ObjectNode) JsonFile.read(cpt.resolve("config.json"));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("model_type", "bert");
        json.set("vocab_size", said.path("vocab_size"));
        json.set("hidden_size", said.path("d_model"));
        json.set("num_hidden_layers", said.path("encoder_layers"));
        json.set("num_attention_heads", said.path("encoder_attention_heads"));
        json.set("intermediate_size", said.path("encoder_ffn_dim"));
        json.set("max_position_embeddings", said.path("max_position_embeddings"));
        Files.writeString(folder.resolve("config.json"), json.toString());
        try (TensorFile file = ModelDraft.open(cpt, config(cpt))) {
            Map<String, Tensor> weights = new LinkedHashMap<>();
            for (String name : file.names()) {
                if (name.startsWith("model.encoder.")) {
                    weights.put(name.substring("model.encoder.".length()), file.read(name));
                }
            }
            weights.put("embeddings.word_embeddings.weight", file.read("model.shared.weight"));
            SafeTensors.write(folder.resolve("model.safetensors"), weights);
        }
        return folder;
    }

    private interface Check {
        void run(Path folder) throws IOException;
    }

    private Stream<DynamicTest> tests(Check check) {
        Path models = Golden.folder("models").orElse(null);
        Assumptions.assumeTrue(models != null, "no golden models");
        return folders(models).stream()
                .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> {
                    if (!ModelConfig.known(JsonFile.read(folder.resolve("config.json")), folder.toString())) {
                        Assumptions.abort("no such network yet");
                    }
                    try (PointerScope scope = new PointerScope()) {
                        check.run(folder);
                    } finally {
                        clear();
                    }
                }));
    }

    private static List<Path> folders(Path models) {
        try (Stream<Path> folders = Files.list(models)) {
            return folders.filter(folder -> Files.exists(folder.resolve("config.json")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void clear() throws IOException {
        for (String name : List.of("to", "bare", "bert")) {
            WholeFolder.remove(Disk.local(), place.resolve(name));
        }
    }

    private Path to() {
        return place.resolve("to");
    }

    private void convert(Path folder, ModelChange... changes) {
        new Conversion(folder, to(), List.of(changes), Conversion.SHARD_BYTES).run((written, all) -> {});
    }

    private static ModelConfig config(Path folder) {
        Path file = folder.resolve("config.json");
        return ModelConfig.parse(JsonFile.read(file), file.toString());
    }
}
