package dev.cloze.checkpoint.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.batch.IdMatrix;
import dev.cloze.checkpoint.tensors.SafeTensors;
import dev.cloze.model.Networks;
import dev.cloze.model.T5Reader;
import dev.cloze.model.config.T5Config;
import dev.cloze.model.config.T5ReaderConfig;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.nn.Weights;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.Tensors;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.ByteTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that say the same model in other ways than Cloze writes them. */
class FolderLayoutsTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

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
    void an_embedding_that_only_the_decoder_names_is_the_shared_one() throws IOException {
        WeightStore store = save(false);
        Tensor shared = store.parameters().at("shared.weight").master();
        weights(all -> all.put("decoder.embed_tokens.weight", take(all, "shared.weight")));
        LoadedModel loaded = ModelFolder.load(folder, Precision.FLOAT32);
        assertThat(loaded.notes()).isEmpty();
        assertThat(loaded.parameters().at("shared.weight").master().equal(shared))
                .isTrue();
        assertThat(ModelFolder.inspect(folder).fit().complete()).isTrue();
    }

    @Test
    void an_embedding_that_only_the_tied_head_names_is_the_shared_one() throws IOException {
        WeightStore store = save(true);
        Tensor shared = store.parameters().at("shared.weight").master();
        weights(all -> all.put("lm_head.weight", take(all, "shared.weight")));
        LoadedModel loaded = ModelFolder.load(folder, Precision.FLOAT32);
        assertThat(loaded.parameters().at("shared.weight").master().equal(shared))
                .isTrue();
        assertThat(loaded.parameters().contains("lm_head.weight")).isFalse();
    }

    @Test
    void a_head_alone_is_no_embedding_of_an_untied_model() throws IOException {
        save(false);
        weights(all -> take(all, "shared.weight"));
        assertThatThrownBy(() -> ModelFolder.load(folder, Precision.FLOAT32))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("shared.weight is missing");
    }

    @Test
    void an_embedding_of_the_encoders_own_is_refused() throws IOException {
        save(false);
        weights(all -> all.put(
                "encoder.embed_tokens.weight",
                Objects.requireNonNull(all.get("shared.weight")).mul(new Scalar(2))));
        assertThatThrownBy(() -> ModelFolder.load(folder, Precision.FLOAT32))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("encoder.embed_tokens.weight must be a copy of shared.weight, but differs");
    }

    @Test
    void of_several_ends_the_first_is_the_shapes_and_all_of_them_end_texts() throws IOException {
        save(false);
        Files.delete(folder.resolve("generation_config.json"));
        config(json -> json.putArray("eos_token_id").add(5).add(1));
        LoadedModel loaded = ModelFolder.load(folder, Precision.FLOAT32);
        assertThat(loaded.config().ids().eos()).isEqualTo(5);
        assertThat(ModelFolder.generation(folder).path("eos_token_id")).hasToString("[5,1]");
        config(json -> json.putArray("eos_token_id").add(5).add(400));
        assertThatThrownBy(() -> ModelFolder.load(folder, Precision.FLOAT32))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("eos_token_id must be a whole number in [0, 399], got 400");
    }

    @Test
    void an_encoder_alone_reads_as_the_whole_model_does() throws IOException {
        save(false);
        Tensor whole = states(ModelFolder.load(folder, Precision.FLOAT32));
        config(json -> json.putArray("architectures").add("T5EncoderModel"));
        weights(all -> all.keySet().removeIf(name -> name.startsWith("decoder.") || name.startsWith("lm_head.")));
        LoadedModel loaded = ModelFolder.load(folder, Precision.FLOAT32);
        assertThat(loaded.network()).isInstanceOf(T5Reader.class);
        assertThat(loaded.notes()).isEmpty();
        assertThat(states(loaded).equal(whole)).isTrue();
        assertThatThrownBy(loaded::model)
                .isInstanceOf(Refusal.class)
                .hasMessageEndingWith("needs a model that reads a text and writes another, got T5Reader");
    }

    @Test
    void an_encoder_alone_is_written_as_one_and_inspected() throws IOException {
        T5ReaderConfig config = new T5ReaderConfig(shape(false));
        WeightStore store = WeightStore.initialised(new Seed(2), Precision.FLOAT32);
        Networks.build(config, Weights.of(store));
        ModelFolder.save(folder, ModelFolder.files(config, store.parameters(), ByteTokenizer.of()));
        assertThat(MAPPER.readTree(folder.resolve("config.json").toFile())
                        .path("architectures")
                        .path(0)
                        .asText())
                .isEqualTo("T5EncoderModel");
        ModelReport report = ModelFolder.inspect(folder);
        assertThat(report.network()).isEqualTo("T5Reader");
        assertThat(report.fit().complete()).isTrue();
        assertThat(report.ties()).isEmpty();
        assertThat(ModelFolder.load(folder, Precision.FLOAT32).config()).isEqualTo(config);
    }

    private static Tensor states(LoadedModel loaded) {
        Tensor tokens = Tensors.of(IdMatrix.over(1, 5, new int[] {7, 301, 9, 12, 1}));
        return loaded.encoder().encode(new EncoderInput(tokens, Segments.WHOLE));
    }

    private static T5Config shape(boolean tied) {
        T5Config plain = T5Config.v11(new T5Config.Shape(16, 4, 24, 3, 2, 1)).withVocab(400);
        return tied ? plain.withHead(new T5Config.Head(true, true)) : plain;
    }

    private WeightStore save(boolean tied) {
        T5Config config = shape(tied);
        WeightStore store = WeightStore.initialised(new Seed(2), Precision.FLOAT32);
        Networks.build(config, Weights.of(store));
        ModelFolder.save(folder, ModelFolder.files(config, store.parameters(), ByteTokenizer.of()));
        return store;
    }

    private void config(Consumer<ObjectNode> change) throws IOException {
        Path file = folder.resolve("config.json");
        ObjectNode json = (ObjectNode) MAPPER.readTree(file.toFile());
        change.accept(json);
        Files.writeString(file, json.toString());
    }

    private void weights(Consumer<Map<String, Tensor>> change) throws IOException {
        Map<String, Tensor> all = new LinkedHashMap<>();
        try (SafeTensors file = SafeTensors.open(folder.resolve("model.safetensors"))) {
            file.names().forEach(name -> all.put(name, file.read(name).clone()));
        }
        change.accept(all);
        String config = Files.readString(folder.resolve("config.json"));
        String generation = Files.exists(folder.resolve("generation_config.json"))
                ? Files.readString(folder.resolve("generation_config.json"))
                : "{}";
        ModelFolder.save(folder, new ModelFiles(config, generation, all, Optional.of(ByteTokenizer.of())));
    }

    private static Tensor take(Map<String, Tensor> weights, String name) {
        return Objects.requireNonNull(weights.remove(name));
    }
}
