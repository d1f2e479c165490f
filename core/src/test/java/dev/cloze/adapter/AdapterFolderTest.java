package dev.cloze.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Golden;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.adapter.target.ModulesToSave;
import dev.cloze.adapter.target.Ranks;
import dev.cloze.adapter.target.Targets;
import dev.cloze.adapter.target.UsualTargets;
import dev.cloze.batch.IdMatrix;
import dev.cloze.checkpoint.adapter.AdapterFolder;
import dev.cloze.checkpoint.adapter.LoadedAdapter;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.model.Bert;
import dev.cloze.model.CausalModel;
import dev.cloze.model.Network;
import dev.cloze.model.Seq2SeqModel;
import dev.cloze.model.Shell;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.model.input.CausalInput;
import dev.cloze.model.input.DecoderInput;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.model.input.ModelInput;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.SharedWeights;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Parameters;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import dev.cloze.tensor.WeightStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdapterFolderTest {

    @TempDir
    Path place;

    private static Path model(String name) {
        return Golden.folder("models/" + name).orElseThrow();
    }

    private static Tensor hidden(Network network) {
        Tensor ids = Tensors.of(IdMatrix.over(1, 6, new int[] {5, 6, 7, 8, 9, 1}));
        if (network instanceof Seq2SeqModel model) {
            ModelInput input =
                    new ModelInput(new EncoderInput(ids, Segments.WHOLE), new DecoderInput(ids, Segments.WHOLE));
            return model.hidden(input, ForwardPass.inference());
        }
        return network instanceof CausalModel model
                ? model.hidden(new CausalInput(ids, Segments.WHOLE), ForwardPass.inference())
                : ((Bert) bare(network)).encode(new EncoderInput(ids, Segments.WHOLE), ForwardPass.inference());
    }

    private static Network bare(Network network) {
        return network instanceof Shell shell ? shell.inner() : network;
    }

    private static double distance(Network left, Network right) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            return hidden(left).sub(hidden(right)).abs().max().item_double();
        }
    }

    /** Moves every weight of an adapter away from where it began. */
    private static void disturb(Parameters parameters) {
        Scopes.withoutGradient(() -> parameters.all().forEach(parameter -> {
            Tensor noise = Tensors.empty(
                    ComputeDevice.CPU,
                    Tensors.type(parameter.master()),
                    parameter.master().shape());
            Initialiser.normal(0.1).fill(noise, new Seed(1).split(parameter.name()));
            parameter.master().add_(noise, new Scalar(1));
        }));
        parameters.refresh();
    }

    private Path saved(LoadedAdapter loaded) {
        Path folder = place.resolve("adapter");
        ModelFolder.save(
                folder,
                AdapterFolder.files(
                        loaded.adapter(),
                        "",
                        loaded.model().config(),
                        loaded.adapter().kept(loaded.parameters()),
                        Optional.empty()));
        return folder;
    }

    private static LoadedAdapter begin(Adapter adapter, Path model) {
        return AdapterFolder.begin(model, config -> adapter, PeftReference.FROZEN, PeftReference.TRAINING, new Seed(3));
    }

    @ParameterizedTest
    @CsvSource({
        "t5-v1.1, q v wo",
        "mt5, SelfAttention.k wi_0",
        "umt5, o",
        "switch, wi router",
        "gpt2, c_attn c_proj",
        "bert, query dense"
    })
    void new_lora_changes_nothing_and_merges_to_what_it_does(String name, String targets) {
        for (boolean dora : new boolean[] {false, true}) {
            Lora lora = new Lora(Targets.named(targets.split(" ")), Ranks.of(2, 4), dora, 0, ModulesToSave.NONE, false);
            Network plain =
                    ModelFolder.load(model(name), PeftReference.INFERENCE).network();
            LoadedAdapter loaded = begin(lora, model(name));
            assertThat(distance(plain, loaded.model().network())).isLessThan(2e-5);
            disturb(loaded.parameters());
            assertThat(distance(plain, loaded.model().network())).isGreaterThan(1e-2);
            LoadedModel merged = AdapterFolder.use(model(name), saved(loaded), PeftReference.INFERENCE);
            assertThat(distance(merged.network(), loaded.model().network())).isLessThan(1e-4);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "t5-v1.1, embed_tokens lm_head q",
        "mt5, embed_tokens lm_head",
        "switch, embed_tokens",
        "bart, embed_tokens lm_head q_proj",
        "cpt, embed_tokens word_embeddings lm_head",
        "gpt2, wte lm_head c_attn",
        "vlm, wte lm_head",
        "bert, word_embeddings decoder"
    })
    void detours_beside_embeddings_and_heads_are_kept_and_used_beside_the_model(String name, String targets) {
        LoadedAdapter loaded = begin(Lora.of(Ranks.of(2, 4), targets.split(" ")), model(name));
        Network plain = ModelFolder.load(model(name), PeftReference.INFERENCE).network();
        assertThat(distance(plain, loaded.model().network())).isZero();
        disturb(loaded.parameters());
        assertThat(distance(plain, loaded.model().network())).isGreaterThan(1e-4);
        Path folder = saved(loaded);
        LoadedModel used = AdapterFolder.use(model(name), folder, PeftReference.INFERENCE);
        assertThat(distance(used.network(), loaded.model().network())).isLessThan(1e-5);
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor hidden = hidden(used.network());
            Tensor byMatrix = hidden.matmul(used.network().head().weight().t());
            Tensor bias = used.network().head().bias().orElseGet(() -> torch.zeros(1));
            assertThat(used.network()
                            .logits(hidden)
                            .sub(byMatrix.add(bias))
                            .abs()
                            .max()
                            .item_double())
                    .isLessThan(1e-3);
        }
    }

    @ParameterizedTest
    @CsvSource({"t5-v1.1, q v", "gpt2, c_attn", "bart, q_proj"})
    void several_adapters_work_over_one_model(String name, String targets) {
        Map<String, Path> folders = new LinkedHashMap<>();
        for (String each : List.of("first", "second")) {
            LoadedAdapter loaded = begin(Lora.of(Ranks.of(2, 4), targets.split(" ")), model(name));
            disturb(loaded.parameters());
            if (each.equals("second")) {
                disturb(loaded.parameters());
            }
            folders.put(each, saved(loaded, each));
        }
        for (WeightStore.Use use : List.of(WeightStore.Use.INFERENCE, WeightStore.Use.PACKED)) {
            WeightStore.Placement placement = new WeightStore.Placement(Precision.FLOAT32, ComputeDevice.CPU, use);
            Map<String, Network> several = new LinkedHashMap<>();
            ModelFolder.load(model(name), placement, (config, weights) -> {
                several.putAll(AdapterFolder.beside(folders, config, new SharedWeights(weights), placement));
                return several.values().iterator().next();
            });
            assertThat(several.keySet()).containsExactly("first", "second");
            Network first = Objects.requireNonNull(several.get("first"));
            Network second = Objects.requireNonNull(several.get("second"));
            assertThat(bare(first)).isSameAs(bare(second));
            assertThat(distance(first, second)).isGreaterThan(1e-4);
            several.forEach((each, network) -> assertThat(distance(
                            network,
                            AdapterFolder.use(model(name), place.resolve(each), placement)
                                    .network()))
                    .isLessThan(1e-4));
        }
    }

    private Path saved(LoadedAdapter loaded, String name) {
        Path folder = saved(loaded);
        Path own = place.resolve(name);
        assertThat(folder.toFile().renameTo(own.toFile())).isTrue();
        return own;
    }

    @Test
    void lengths_of_an_embeddings_rows_are_refused() {
        Lora dora = new Lora(Targets.named("wte"), Ranks.of(2, 4), true, 0, ModulesToSave.NONE, true);
        assertThatThrownBy(() -> begin(dora, model("gpt2")))
                .isInstanceOf(Refusal.class)
                .hasMessage("transformer.wte: has no rows whose lengths DoRA could learn: only maps between layers do");
    }

    @ParameterizedTest
    @CsvSource({
        "t5-v1.1, k v wo, wo",
        "gpt2, c_attn mlp.c_proj, mlp.c_proj",
        "bert, key value output.dense, output.dense"
    })
    void new_factors_change_nothing_and_merge_to_what_they_do(String name, String targets, String readers) {
        Ia3 ia3 = new Ia3(
                Targets.named(targets.split(" ")),
                new Targets.Listed(Set.of(readers.split(" "))),
                List.of(),
                name.equals("gpt2"));
        Network plain = ModelFolder.load(model(name), PeftReference.INFERENCE).network();
        LoadedAdapter loaded = begin(ia3, model(name));
        assertThat(distance(plain, loaded.model().network())).isEqualTo(0);
        disturb(loaded.parameters());
        LoadedModel merged = AdapterFolder.use(model(name), saved(loaded), PeftReference.INFERENCE);
        assertThat(distance(merged.network(), loaded.model().network())).isLessThan(1e-4);
        assertThat(distance(merged.network(), plain)).isGreaterThan(1e-3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"t5-v1.0", "switch", "bart", "cpt", "gpt2", "vlm", "bert"})
    void the_usual_targets_are_in_the_model(String name) {
        ModelConfig config =
                ModelFolder.load(model(name), PeftReference.INFERENCE).config();
        UsualTargets usual = UsualTargets.of(config);
        for (String target : usual.lora()) {
            assertThat(begin(Lora.of(Ranks.of(2, 4), target), model(name))
                            .parameters()
                            .all())
                    .isNotEmpty();
        }
        for (String target : usual.ia3()) {
            Ia3 ia3 = new Ia3(Targets.named(target), new Targets.Listed(usual.readers()), List.of(), false);
            assertThat(begin(ia3, model(name)).parameters().all()).isNotEmpty();
        }
    }

    @Test
    void biases_and_whole_modules_are_kept_beside_detours() {
        Lora lora = new Lora(
                Targets.named("query"),
                Ranks.of(2, 4),
                false,
                0,
                new ModulesToSave(ModulesToSave.Bias.LORA_ONLY, List.of("pooler", "transform")),
                false);
        LoadedAdapter loaded = begin(lora, model("bert"));
        assertThat(loaded.parameters().contains("bert.encoder.layer.0.attention.self.query.bias"))
                .isTrue();
        assertThat(loaded.parameters().contains("bert.encoder.layer.0.attention.self.key.bias"))
                .isFalse();
        assertThat(loaded.parameters().contains("cls.predictions.transform.dense.weight"))
                .isTrue();
        disturb(loaded.parameters());
        LoadedAdapter again =
                AdapterFolder.load(model("bert"), saved(loaded), PeftReference.FROZEN, PeftReference.INFERENCE);
        LoadedModel merged = AdapterFolder.use(model("bert"), place.resolve("adapter"), PeftReference.INFERENCE);
        assertThat(distance(again.model().network(), loaded.model().network())).isEqualTo(0);
        assertThat(distance(merged.network(), loaded.model().network())).isLessThan(1e-4);
    }

    @Test
    void an_adapter_of_another_model_is_refused_with_tensor_and_shapes() {
        Path adapter = saved(begin(Lora.of(Ranks.of(2, 4), "q", "v"), model("mt5")));
        Path other = model("byt5");
        assertThatThrownBy(() -> AdapterFolder.load(other, adapter, PeftReference.FROZEN, PeftReference.INFERENCE))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("adapter_model.safetensors")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> AdapterFolder.use(other, adapter, PeftReference.INFERENCE))
                .isInstanceOf(Refusal.class)
                .hasMessageNotContaining("\n");
    }

    @Test
    void ranks_that_are_not_those_of_the_config_are_refused_with_both() throws IOException {
        Path adapter = saved(begin(Lora.of(Ranks.of(2, 4), "q"), model("mt5")));
        Path config = adapter.resolve("adapter_config.json");
        Files.writeString(config, Files.readString(config).replaceFirst("\"r\" : 2", "\"r\" : 3"));
        assertThatThrownBy(
                        () -> AdapterFolder.load(model("mt5"), adapter, PeftReference.FROZEN, PeftReference.INFERENCE))
                .hasMessageContaining("lora_A.weight is [2, ")
                .hasMessageContaining("not [3, ");
        assertThatThrownBy(() -> AdapterFolder.use(model("mt5"), adapter, PeftReference.INFERENCE))
                .hasMessageContaining("ranks of lora_A, lora_B")
                .hasMessageContaining("got [2, 2], the model needs [3, 3]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "SelfAttention"})
    void targets_that_match_nothing_are_refused(String target) {
        assertThatThrownBy(() -> begin(Lora.of(Ranks.of(2, 4), target), model("t5-v1.1")))
                .isInstanceOf(Refusal.class)
                .hasMessage("targets: match none of the model's linear maps: " + target);
    }

    @Test
    void tensors_without_a_place_are_refused() throws IOException {
        Path adapter = saved(begin(Lora.of(Ranks.of(2, 4), "q", "v"), model("mt5")));
        Path config = adapter.resolve("adapter_config.json");
        Files.writeString(config, Files.readString(config).replace("[ \"q\", \"v\" ]", "[ \"q\" ]"));
        assertThatThrownBy(
                        () -> AdapterFolder.load(model("mt5"), adapter, PeftReference.FROZEN, PeftReference.INFERENCE))
                .hasMessageContaining(
                        "tensors have no place in this model: 'decoder.block.0.layer.0.SelfAttention.v.lora_");
    }
}
