package dev.cloze.checkpoint.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.checkpoint.disk.FailingDisk;
import dev.cloze.checkpoint.disk.JsonFile;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.checkpoint.folder.WeightFiles;
import dev.cloze.checkpoint.pickle.PickledTensorsTest;
import dev.cloze.checkpoint.tensors.SafeTensors;
import dev.cloze.checkpoint.tensors.TensorFile;
import dev.cloze.model.T5;
import dev.cloze.model.config.SwitchConfig;
import dev.cloze.model.config.T5Config;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.ByteTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversionTest {

    private static final T5Config CONFIG =
            T5Config.v11(new T5Config.Shape(16, 4, 24, 3, 2, 2)).withVocab(400);

    @TempDir
    Path place;

    private Path from;
    private Path to;
    private PointerScope scope;

    @BeforeEach
    void open() {
        scope = new PointerScope();
        from = save("from", 1);
        to = place.resolve("to");
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @ParameterizedTest
    @CsvSource({"bfloat16, BFloat16", "float16, Half", "float32, Float"})
    void every_weight_takes_the_format_asked_for(String name, ScalarType type) {
        convert(new StoredFormat(name));
        try (TensorFile before = WeightFiles.open(from);
                TensorFile after = WeightFiles.open(to)) {
            assertThat(after.names()).containsExactlyInAnyOrderElementsOf(before.names());
            for (String weight : before.names()) {
                assertThat(after.type(weight).intern()).isEqualTo(type);
                assertThat(after.read(weight).equal(before.read(weight).to(type)))
                        .as(weight)
                        .isTrue();
            }
        }
        assertThat(config().path("dtype").asText()).isEqualTo(name);
    }

    @Test
    void small_shards_hold_what_one_file_held() throws IOException {
        new Conversion(from, to, List.of(), 20_000).run((written, all) -> {});
        try (Stream<Path> files = Files.list(to)) {
            List<Path> shards = files.filter(file -> file.toString().endsWith(".safetensors"))
                    .toList();
            assertThat(shards).hasSizeGreaterThan(3);
            for (Path shard : shards) {
                try (SafeTensors file = SafeTensors.open(shard)) {
                    assertThat(file.names().size() == 1 || Files.size(shard) < 24_000)
                            .isTrue();
                }
            }
        }
        assertThat(JsonFile.read(to.resolve("model.safetensors.index.json"))
                        .path("metadata")
                        .path("total_size")
                        .asLong())
                .isEqualTo(ModelFolder.inspect(from).bytes(4));
        sameWeights();
        Path whole = place.resolve("whole");
        new Conversion(to, whole, List.of(), Long.MAX_VALUE).run((written, all) -> {});
        assertThat(whole.resolve("model.safetensors")).hasSameBinaryContentAs(from.resolve("model.safetensors"));
    }

    @Test
    void a_pickled_folder_becomes_safetensors() throws Exception {
        Path pickled = PickledTensorsTest.written("t5");
        new Conversion(pickled, to, List.of(), Conversion.SHARD_BYTES).run((written, all) -> {});
        assertThat(ModelFolder.inspect(to).fit().unexpected()).isEmpty();
        try (TensorFile before = WeightFiles.open(pickled);
                TensorFile after = SafeTensors.open(to.resolve("model.safetensors"))) {
            assertThat(after.names()).doesNotContain("lm_head.weight", "encoder.embed_tokens.weight");
            after.names()
                    .forEach(name -> assertThat(after.read(name).equal(before.read(name)))
                            .isTrue());
        }
    }

    @ParameterizedTest
    @EnumSource
    void new_rows_are_like_the_old_ones(VocabularySize.NewRows how) {
        convert(new VocabularySize(450, how, new Seed(1)));
        assertThat(config().path("vocab_size").asInt()).isEqualTo(450);
        for (String name : List.of("shared.weight", "lm_head.weight")) {
            Tensor old = read(from, name);
            Tensor grown = read(to, name);
            assertThat(grown.shape()).containsExactly(450, 16);
            assertThat(grown.narrow(0, 0, 400).equal(old)).isTrue();
            Tensor added = grown.narrow(0, 400, 50);
            double apart = added.sub(added.narrow(0, 0, 1)).abs().max().item_double();
            double deviation = added.std().item_double() / old.std().item_double();
            if (how == VocabularySize.NewRows.MEAN) {
                assertThat(apart).isZero();
                assertThat(added.select(0, 7).allclose(old.mean(new long[] {0})))
                        .isTrue();
            } else {
                assertThat(deviation).isBetween(0.8, 1.2);
                assertThat(apart).isPositive();
            }
        }
        assertThat(ModelFolder.load(to, Precision.FLOAT32).config().vocab()).isEqualTo(450);
    }

    @Test
    void fewer_rows_are_refused_while_the_tokenizer_needs_them() {
        assertThatThrownBy(() -> convert(new VocabularySize(300, VocabularySize.NewRows.MEAN, new Seed(1))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("the tokenizer has 384 ids")
                .hasMessageContaining("got 300");
        assertThat(to).doesNotExist();
        convert(new VocabularySize(384, VocabularySize.NewRows.MEAN, new Seed(1)));
        assertThat(read(to, "shared.weight").equal(read(from, "shared.weight").narrow(0, 0, 384)))
                .isTrue();
    }

    @Test
    void relative_positions_cannot_be_resized() {
        assertThatThrownBy(() -> convert(new PositionCount(100)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("its positions are relative");
    }

    @Test
    void an_average_is_the_mean_of_every_weight() {
        Path second = save("second", 2);
        Path third = save("third", 3);
        convert(new CheckpointAverage(List.of(second, third)));
        try (TensorFile after = WeightFiles.open(to)) {
            for (String name : after.names()) {
                Tensor mean = read(from, name).add(read(second, name)).add(read(third, name));
                assertThat(after.read(name).allclose(mean.div(new Scalar(3.0))))
                        .as(name)
                        .isTrue();
            }
        }
    }

    @Test
    void models_that_differ_cannot_be_averaged() {
        T5Config wider = T5Config.v11(new T5Config.Shape(16, 4, 25, 3, 2, 2)).withVocab(400);
        Path other = save("other", 1, wider);
        assertThatThrownBy(() -> convert(new CheckpointAverage(List.of(other))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is [25, 16], not [24, 16], so it cannot be averaged");
        assertThat(to).doesNotExist();
    }

    @Test
    void every_expert_begins_as_the_layer_it_was_made_of() {
        Conversion.Summary summary = convert(new Upcycling(3, new Seed(1)));
        assertThat(summary.notes()).singleElement().asString().contains("gated");
        LoadedModel loaded = ModelFolder.load(to, Precision.FLOAT32);
        assertThat(loaded.config()).isInstanceOf(SwitchConfig.class);
        assertThat(loaded.notes()).isEmpty();
        for (int expert = 0; expert < 3; expert++) {
            for (String part : List.of("wi_0.weight", "wi_1.weight", "wo.weight")) {
                Tensor dense = read(from, "decoder.block.1.layer.2.DenseReluDense." + part);
                Tensor copy = read(to, "decoder.block.1.layer.2.mlp.experts.expert_" + expert + "." + part);
                assertThat(copy.equal(dense)).isTrue();
            }
        }
        assertThat(read(to, "encoder.block.0.layer.1.mlp.wo.weight")
                        .equal(read(from, "encoder.block.0.layer.1.DenseReluDense.wo.weight")))
                .isTrue();
        Tensor router = read(to, "encoder.block.1.layer.1.mlp.router.classifier.weight");
        assertThat(router.shape()).containsExactly(3, 16);
        assertThat(router.std().item_double()).isBetween(0.01, 0.03);
        assertThat(ModelFolder.inspect(to).active())
                .isLessThan(ModelFolder.inspect(to).parameters());
    }

    @Test
    void a_switch_with_a_head_of_its_own_holds_its_embedding_three_times() {
        convert(new Upcycling(2, new Seed(1)));
        for (String stack : List.of("encoder", "decoder")) {
            assertThat(read(to, stack + ".embed_tokens.weight").equal(read(from, "shared.weight")))
                    .isTrue();
        }
        assertThat(ModelFolder.inspect(to).fit().unexpected()).isEmpty();
        assertThat(WeightFiles.open(from).contains("encoder.embed_tokens.weight"))
                .isFalse();
    }

    @Test
    void what_else_the_folder_holds_is_kept_as_it_is() throws IOException {
        Files.writeString(from.resolve("generation_config.json"), "{\"num_beams\": 4, \"house_style\": \"x\"}");
        Files.writeString(from.resolve("tokenizer.json"), "{}");
        Files.writeString(from.resolve("notes.txt"), "not the model's");
        Files.writeString(
                from.resolve("config.json"),
                Files.readString(from.resolve("config.json")).replaceFirst("\\{", "{\"house_key\": [1, 2],"));
        convert(new StoredFormat("bfloat16"));
        for (String name : List.of("generation_config.json", "tokenizer.json", "tokenizer_config.json")) {
            assertThat(to.resolve(name)).hasSameBinaryContentAs(from.resolve(name));
        }
        assertThat(to.resolve("notes.txt")).doesNotExist();
        assertThat(config().path("house_key")).hasSize(2);
    }

    @Test
    void nothing_is_overwritten() throws IOException {
        Files.createDirectories(to);
        convert(new StoredFormat("float16"));
        byte[] written = Files.readAllBytes(to.resolve("model.safetensors"));
        assertThatThrownBy(this::convert)
                .isInstanceOf(Refusal.class)
                .hasMessage("%s: exists already, and nothing is overwritten", to);
        assertThat(to.resolve("model.safetensors")).hasBinaryContent(written);
        Path file = Files.writeString(place.resolve("file"), "x");
        assertThatThrownBy(() -> new Conversion(from, file, List.of(), 1).run((written2, all) -> {}))
                .isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 8, 12, 20, 30})
    void a_disk_that_fails_leaves_nothing_behind(int failAt) throws IOException {
        FailingDisk disk = new FailingDisk(FailingDisk.Way.FULL, failAt);
        Conversion conversion = new Conversion(from, to, List.of(), 20_000);
        assertThatThrownBy(() -> conversion.run(disk, (written, all) -> {}))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("No space left on device");
        assertThat(disk.failed()).isTrue();
        try (Stream<Path> left = Files.list(place)) {
            assertThat(left).containsExactly(from);
        }
    }

    @Test
    void progress_ends_with_all_bytes() {
        List<Long> told = new ArrayList<>();
        new Conversion(from, to, List.of(), Conversion.SHARD_BYTES).run((written, all) -> {
            assertThat(written).isLessThanOrEqualTo(all);
            told.add(written);
        });
        assertThat(told).isSorted().last().isEqualTo(ModelFolder.inspect(from).bytes(4));
    }

    @Test
    void an_encoder_of_berts_fits_a_cpt_only() {
        assertThatThrownBy(() -> convert(new CptFromBert(from, new Seed(1))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("fits a CPT only");
    }

    private Conversion.Summary convert(ModelChange... changes) {
        return new Conversion(from, to, List.of(changes), Conversion.SHARD_BYTES).run((written, all) -> {});
    }

    private void sameWeights() {
        try (TensorFile before = WeightFiles.open(from);
                TensorFile after = WeightFiles.open(to)) {
            assertThat(after.names()).containsExactlyInAnyOrderElementsOf(before.names());
            before.names()
                    .forEach(name -> assertThat(after.read(name).equal(before.read(name)))
                            .as(name)
                            .isTrue());
        }
    }

    private JsonNode config() {
        return JsonFile.read(to.resolve("config.json"));
    }

    private static Tensor read(Path folder, String name) {
        try (TensorFile file = WeightFiles.open(folder)) {
            return file.read(name);
        }
    }

    private Path save(String name, long seed) {
        return save(name, seed, CONFIG);
    }

    private Path save(String name, long seed, T5Config config) {
        Path folder = place.resolve(name);
        WeightStore store = WeightStore.initialised(new Seed(seed), Precision.FLOAT32);
        T5.build(config, Weights.of(store));
        ModelFolder.save(folder, ModelFolder.files(config, store.parameters(), ByteTokenizer.of()));
        return folder;
    }
}
