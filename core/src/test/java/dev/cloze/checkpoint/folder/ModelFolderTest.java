package dev.cloze.checkpoint.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.checkpoint.pickle.PickledTensorsTest;
import dev.cloze.checkpoint.tensors.SafeTensors;
import dev.cloze.checkpoint.tensors.ShardIndex;
import dev.cloze.model.T5;
import dev.cloze.model.config.T5Config;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Parameter;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.ProcessMemory;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.ByteTokenizer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class ModelFolderTest {

    private static final T5Config CONFIG =
            T5Config.v11(new T5Config.Shape(16, 4, 24, 3, 2, 1)).withVocab(400);

    @TempDir
    Path folder;

    private PointerScope scope;

    @BeforeEach
    void open() {
        scope = new PointerScope();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void a_model_comes_back_as_it_was() {
        WeightStore store = save();
        LoadedModel loaded = ModelFolder.load(folder, Precision.FLOAT32);
        assertThat(loaded.config()).isEqualTo(CONFIG);
        assertThat(loaded.requireTokenizer().hash())
                .isEqualTo(ByteTokenizer.of().hash());
        assertThat(loaded.notes()).isEmpty();
        assertThat(loaded.parameters().size()).isEqualTo(store.parameters().size());
        for (Parameter parameter : store.parameters().all()) {
            assertThat(loaded.parameters().at(parameter.name()).master().equal(parameter.master()))
                    .as(parameter.name())
                    .isTrue();
        }
    }

    @Test
    void a_model_without_tokenizer_can_be_opened_but_not_read_text() throws IOException {
        save();
        Files.delete(folder.resolve("tokenizer_config.json"));
        LoadedModel loaded = ModelFolder.load(folder, Precision.BFLOAT16);
        assertThat(loaded.tokenizer()).isEmpty();
        assertThatThrownBy(loaded::requireTokenizer)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("needs a tokenizer");
    }

    @Test
    void other_names_of_the_same_weights_are_understood() throws IOException {
        save();
        rewrite(weights -> {
            Tensor shared = take(weights, "shared.weight");
            weights.put("encoder.embed_tokens.weight", shared);
            weights.put("decoder.embed_tokens.weight", shared);
            weights.put("decoder.lm_head.weight", take(weights, "lm_head.weight"));
            weights.put("decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight", torch.zeros(32, 3));
        });
        LoadedModel loaded = ModelFolder.load(folder, Precision.FLOAT32);
        assertThat(loaded.notes()).isEmpty();
        assertThat(loaded.parameters().contains("lm_head.weight")).isTrue();
    }

    @Test
    void a_head_of_its_own_must_be_there() throws IOException {
        save();
        rewrite(weights -> take(weights, "lm_head.weight"));
        assertThatThrownBy(() -> ModelFolder.load(folder, Precision.FLOAT32))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("lm_head.weight is missing");
    }

    @Test
    void a_head_of_its_own_may_have_the_embeddings_values() throws IOException {
        save();
        rewrite(weights -> {
            take(weights, "lm_head.weight");
            weights.put(
                    "lm_head.weight",
                    Objects.requireNonNull(weights.get("shared.weight")).clone());
        });
        LoadedModel loaded = ModelFolder.load(folder, Precision.FLOAT32);
        assertThat(loaded.parameters().contains("lm_head.weight")).isTrue();
        assertThat(loaded.config()).isEqualTo(CONFIG);
    }

    @Test
    void a_tied_head_that_stands_there_twice_is_the_embedding() throws IOException {
        save();
        config(json -> json.put("tie_word_embeddings", true));
        rewrite(weights -> {
            take(weights, "lm_head.weight");
            weights.put(
                    "lm_head.weight",
                    Objects.requireNonNull(weights.get("shared.weight")).clone());
        });
        LoadedModel loaded = ModelFolder.load(folder, Precision.FLOAT32);
        assertThat(loaded.parameters().contains("lm_head.weight")).isFalse();
        assertThat(loaded.config().tied()).isTrue();
        assertThat(ModelFolder.inspect(folder).ties()).containsEntry("lm_head.weight", "shared.weight");
    }

    @Test
    void a_head_that_differs_from_the_embedding_is_the_models_own_whatever_the_config_says() throws IOException {
        WeightStore store = save();
        config(json -> json.put("tie_word_embeddings", true));
        LoadedModel loaded = ModelFolder.load(folder, Precision.FLOAT32);
        assertThat(loaded.model()
                        .head()
                        .weight()
                        .equal(store.parameters().at("lm_head.weight").master()))
                .isTrue();
        assertThat(loaded.config()).isEqualTo(CONFIG);
    }

    @Test
    void a_tied_head_that_is_not_scaled_is_written_as_a_copy() throws IOException {
        save();
        config(json -> json.put("tie_word_embeddings", true).put("scale_decoder_outputs", false));
        rewrite(weights -> take(weights, "lm_head.weight"));
        LoadedModel loaded = ModelFolder.load(folder, Precision.FLOAT32);
        ModelFolder.save(folder, ModelFolder.files(loaded.config(), loaded.parameters(), ByteTokenizer.of()));
        LoadedModel again = ModelFolder.load(folder, Precision.FLOAT32);
        assertThat(again.config()).isEqualTo(CONFIG);
        assertThat(again.model()
                        .head()
                        .weight()
                        .equal(again.parameters().at("shared.weight").master()))
                .isTrue();
    }

    @Test
    void weights_that_no_one_asked_for_are_noted() throws IOException {
        save();
        rewrite(weights -> weights.put("classifier.weight", torch.zeros(3, 16)));
        assertThat(ModelFolder.load(folder, Precision.FLOAT32).notes())
                .singleElement()
                .asString()
                .endsWith("1 tensors are not the model's: 'classifier.weight'");
    }

    @Test
    void missing_and_mismatched_weights_are_named_together() throws IOException {
        save();
        rewrite(weights -> {
            take(weights, "encoder.final_layer_norm.weight");
            weights.put("decoder.final_layer_norm.weight", torch.ones(17));
        });
        assertThatThrownBy(() -> ModelFolder.load(folder, Precision.FLOAT32))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith(folder.resolve("model.safetensors").toString())
                .hasMessageContaining("2 weights do not fit the model")
                .hasMessageContaining("encoder.final_layer_norm.weight is missing")
                .hasMessageContaining("decoder.final_layer_norm.weight is [17], not [16]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Long", "Int", "Char", "Bool", "Byte"})
    void weights_without_fractions_are_refused(ScalarType stored) throws IOException {
        save();
        rewrite(weights -> weights.replaceAll((name, value) -> name.startsWith("shared") ? value.to(stored) : value));
        assertThatThrownBy(() -> ModelFolder.load(folder, Precision.FLOAT32))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("1 weights do not fit the model: shared.weight is stored as " + stored);
        assertThat(ModelFolder.inspect(folder).fit().mismatched()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "Float, INFERENCE",
        "Half, TRAINING",
        "BFloat16, PACKED",
        "Double, FROZEN",
        "Float8_e4m3fn, INFERENCE",
        "Float, PACKED"
    })
    void weights_that_are_not_numbers_are_refused(ScalarType stored, WeightStore.Use use) throws IOException {
        save();
        String name = "decoder.block.0.layer.1.EncDecAttention.q.weight";
        rewrite(weights -> {
            Tensor values = Objects.requireNonNull(weights.get(name)).clone();
            values.select(0, 1).fill_(new Scalar(Double.NaN));
            weights.put(name, values.to(stored));
        });
        WeightStore.Placement placement = new WeightStore.Placement(Precision.FLOAT32, ComputeDevice.CPU, use);
        assertThatThrownBy(() -> ModelFolder.load(folder, placement))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(
                        "1 weights do not fit the model: " + name + " has 16 values of 192 that are not numbers");
    }

    @Test
    void large_and_infinite_weights_are_numbers() throws IOException {
        save();
        rewrite(weights -> weights.put(
                "encoder.final_layer_norm.weight",
                torch.full(new long[] {16}, new Scalar(60_000.0)).to(ScalarType.Half)));
        assertThat(ModelFolder.load(folder, Precision.FLOAT32).notes()).isEmpty();
        rewrite(weights -> weights.put(
                "encoder.final_layer_norm.weight", torch.full(new long[] {16}, new Scalar(Double.POSITIVE_INFINITY))));
        assertThat(ModelFolder.load(folder, Precision.FLOAT32).notes()).isEmpty();
    }

    @Test
    void what_is_not_the_models_stands_beside_what_it_lacks() throws IOException {
        save();
        rewrite(weights -> weights.put("shared.weights", take(weights, "shared.weight")));
        assertThatThrownBy(() -> ModelFolder.load(folder, Precision.FLOAT32))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("shared.weight is missing; 1 are not the model's: shared.weights");
    }

    @ParameterizedTest
    @ValueSource(strings = {"module.", "_orig_mod.", "module._orig_mod.", "t5.", "model.", "module.transformer."})
    void names_with_something_in_front_are_understood(String prefix) throws IOException {
        save();
        rewrite(weights ->
                List.copyOf(weights.keySet()).forEach(name -> weights.put(prefix + name, take(weights, name))));
        LoadedModel loaded = ModelFolder.load(folder, Precision.FLOAT32);
        assertThat(loaded.notes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Double, FLOAT32", "Half, FLOAT32", "BFloat16, FLOAT32", "Double, BFLOAT16", "Half, BFLOAT16"})
    void any_number_format_becomes_the_one_asked_for(ScalarType stored, Precision precision) throws IOException {
        WeightStore store = save();
        rewrite(weights -> weights.replaceAll((name, value) -> value.to(stored)));
        LoadedModel loaded = ModelFolder.load(folder, precision);
        for (Parameter parameter : store.parameters().all()) {
            Tensor expected = parameter.master().to(stored).to(precision.type());
            assertThat(loaded.parameters().at(parameter.name()).compute().equal(expected))
                    .as(parameter.name())
                    .isTrue();
        }
    }

    @Test
    void a_pickled_model_is_read_and_its_tied_head_is_the_embedding() throws URISyntaxException {
        LoadedModel loaded = ModelFolder.load(PickledTensorsTest.written("t5"), Precision.FLOAT32);
        assertThat(loaded.notes()).isEmpty();
        assertThat(loaded.parameters().contains("lm_head.weight")).isFalse();
        assertThat(loaded.model().head().weight())
                .isEqualTo(loaded.parameters().at("shared.weight").compute());
    }

    @Test
    void a_tokenizer_with_more_ids_than_embeddings_is_refused() throws IOException {
        save();
        config(json -> json.put("vocab_size", 300));
        assertThatThrownBy(() -> ModelFolder.load(folder, Precision.FLOAT32))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(
                        "the tokenizer has 384 ids, the model's vocab_size must be at least that, got 300");
    }

    @ParameterizedTest
    @CsvSource({
        "d_model, 16777216",
        "d_ff, 16777216",
        "d_kv, 16777216",
        "num_heads, 65536",
        "vocab_size, 16777216",
        "num_layers, 1024",
        "num_decoder_layers, 1024",
        "relative_attention_num_buckets, 65536"
    })
    void sizes_are_held_against_the_headers_before_anything_is_allocated(String key, int value)
            throws IOException, URISyntaxException {
        save();
        config(json -> json.put(key, value).put("relative_attention_max_distance", 1 << 20));
        ModelFolder.load(PickledTensorsTest.written("t5"), packed()); // What the library itself takes is taken.
        long before = ProcessMemory.peakBytes();
        assertThatThrownBy(() -> ModelFolder.load(folder, packed()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("do not fit the model");
        assertThat(ProcessMemory.peakBytes() - before).isLessThan(128 << 20);
    }

    private static WeightStore.Placement packed() {
        return new WeightStore.Placement(Precision.FLOAT32, ComputeDevice.CPU, WeightStore.Use.PACKED);
    }

    @ParameterizedTest
    @CsvSource({
        "num_layers, 1000000000",
        "d_model, 2000000000",
        "d_ff, 2147483647",
        "num_heads, 60000",
        "num_layers, 1000"
    })
    void a_config_that_asks_for_too_much_is_refused_before_anything_is_allocated(String key, int value)
            throws IOException {
        save();
        config(json -> json.put(key, value));
        long start = System.nanoTime();
        assertThatThrownBy(() -> ModelFolder.load(folder, Precision.FLOAT32)).isInstanceOf(Refusal.class);
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(3));
    }

    @Test
    void shards_act_as_one() throws IOException {
        save();
        shard("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors");
        LoadedModel loaded = ModelFolder.load(folder, Precision.FLOAT32);
        assertThat(loaded.notes()).isEmpty();
        assertThat(loaded.parameters().contains("decoder.final_layer_norm.weight"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "/etc/passwd", "..", "a/b", "a\\\\b", "C:x", "", ".hidden", "con\\u0000"})
    void a_shard_outside_the_folder_is_refused(String name) throws IOException {
        save();
        Files.delete(folder.resolve("model.safetensors"));
        Files.writeString(folder.resolve("model.safetensors.index.json"), "{\"weight_map\":{\"a\":\"" + name + "\"}}");
        assertThatThrownBy(() -> ModelFolder.load(folder, Precision.FLOAT32))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("files must lie in this folder");
    }

    @Test
    void a_shard_that_lacks_its_tensor_is_refused() throws IOException {
        save();
        shard("a.safetensors", "b.safetensors");
        Files.writeString(
                folder.resolve("model.safetensors.index.json"), "{\"weight_map\":{\"nothing\":\"a.safetensors\"}}");
        assertThatThrownBy(() -> ModelFolder.load(folder, Precision.FLOAT32))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("'nothing' is not in a.safetensors");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"config.json       | there is no such file", "model.safetensors | needs weights: model.safetensors"
            })
    void a_folder_without_what_it_needs_is_refused(String file, String rule) throws IOException {
        save();
        Files.delete(folder.resolve(file));
        assertThatThrownBy(() -> ModelFolder.load(folder, Precision.FLOAT32))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(rule);
    }

    @Test
    void no_folder_is_refused() {
        assertThatThrownBy(() -> ModelFolder.load(folder.resolve("none"), Precision.FLOAT32))
                .isInstanceOf(Refusal.class)
                .hasMessageEndingWith("none: there is no such folder");
    }

    private WeightStore save() {
        WeightStore store = WeightStore.initialised(new Seed(3), Precision.FLOAT32);
        T5.build(CONFIG, Weights.of(store));
        ModelFolder.save(folder, ModelFolder.files(CONFIG, store.parameters(), ByteTokenizer.of()));
        return store;
    }

    private void rewrite(Consumer<Map<String, Tensor>> change) throws IOException {
        Path file = folder.resolve("model.safetensors");
        Map<String, Tensor> weights = weights();
        change.accept(weights);
        Files.delete(file); // Its pages are still read from.
        SafeTensors.write(file, weights);
    }

    private void shard(String first, String second) throws IOException {
        Map<String, Tensor> left = weights();
        Map<String, Tensor> right = new LinkedHashMap<>();
        Map<String, String> index = new LinkedHashMap<>();
        for (String name : weights().keySet()) {
            if (name.startsWith("decoder")) {
                right.put(name, take(left, name));
            }
            index.put(name, name.startsWith("decoder") ? second : first);
        }
        SafeTensors.write(folder.resolve(first), left);
        SafeTensors.write(folder.resolve(second), right);
        Files.writeString(folder.resolve("model.safetensors.index.json"), ShardIndex.toJson(index, 1));
        Files.delete(folder.resolve("model.safetensors"));
    }

    private Map<String, Tensor> weights() {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        try (SafeTensors file = SafeTensors.open(folder.resolve("model.safetensors"))) {
            file.names().forEach(name -> weights.put(name, file.read(name)));
        }
        return weights;
    }

    private static Tensor take(Map<String, Tensor> weights, String name) {
        return Objects.requireNonNull(weights.remove(name), name);
    }

    private void config(Consumer<ObjectNode> change) throws IOException {
        Path file = folder.resolve("config.json");
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(file.toFile());
        change.accept(json);
        Files.writeString(file, json.toString());
    }
}
