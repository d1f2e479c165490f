package dev.cloze.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Golden;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.batch.Batch;
import dev.cloze.batch.IdMatrix;
import dev.cloze.checkpoint.adapter.AdapterFolder;
import dev.cloze.checkpoint.adapter.LoadedAdapter;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.model.CausalModel;
import dev.cloze.model.DecoderState;
import dev.cloze.model.Network;
import dev.cloze.model.Seq2SeqModel;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.model.input.CausalInput;
import dev.cloze.model.input.DecoderInput;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.model.input.Prompts;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.Tensors;
import dev.cloze.text.Tokens;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualTokensTest {

    private static final String SEQ2SEQ = "mt5";
    private static final int[] TARGETS = {0, 7, 9, 11};

    @TempDir
    Path place;

    private static Path folder(String model) {
        return Golden.folder("models/" + model).orElseThrow();
    }

    static Stream<Arguments> kinds() {
        return Stream.of("mt5", "bart", "cpt", "gpt2", "vlm")
                .flatMap(model -> adapters(model).map(adapter -> Arguments.of(model, adapter)));
    }

    private static Stream<Adapter> adapters(String name) {
        ModelConfig model = ModelFolder.load(folder(name), Precision.FLOAT32).config();
        PromptShape words = PromptShape.of(3, model);
        PromptShape keys = PromptShape.ofKeys(2, model);
        return Stream.of(
                new PromptTuning(words, List.of()),
                new PromptTuning(words, List.of(5, 6)),
                new PTuning(words, 7),
                new PrefixTuning(keys, OptionalInt.empty()),
                new PrefixTuning(keys, OptionalInt.of(5)));
    }

    private static LoadedAdapter begin(String model, Adapter adapter) {
        return AdapterFolder.begin(
                folder(model), config -> adapter, PeftReference.FROZEN, PeftReference.TRAINING, new Seed(3));
    }

    private static float[] whole(Network network) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor hidden = network instanceof CausalModel model
                    ? model.hidden(new CausalInput(text(), Segments.WHOLE), ForwardPass.inference())
                    : hidden((Seq2SeqModel) network);
            return Tensors.floats(network.logits(hidden).select(1, -1));
        }
    }

    private static Tensor hidden(Seq2SeqModel model) {
        int[] twice = {0, 7, 9, 11, 0, 7, 9, 11};
        DecoderInput targets = new DecoderInput(Tensors.of(twice, 2, TARGETS.length), Segments.WHOLE);
        EncoderInput input = source();
        return model.decode(targets, model.encode(input), input.segments(), ForwardPass.inference());
    }

    private static Tensor text() {
        return Tensors.of(IdMatrix.over(2, 4, new int[] {5, 6, 7, 1, 8, 1, 3, 4}));
    }

    private static EncoderInput source() {
        IdMatrix ids = IdMatrix.over(2, 4, new int[] {5, 6, 7, 1, 8, 1, 0, 0});
        IdMatrix mask = IdMatrix.over(2, 4, new int[] {1, 1, 1, 1, 1, 1, 0, 0});
        return new EncoderInput(Tensors.of(ids), Segments.of(mask, ComputeDevice.CPU));
    }

    private static float[] stepwise(Network network) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            return network instanceof CausalModel model ? continued(model) : written((Seq2SeqModel) network);
        }
    }

    private static float[] written(Seq2SeqModel model) {
        EncoderInput input = source();
        float[] last = {};
        try (DecoderState state = model.start(
                model.encode(input),
                input.segments(),
                new DecoderState.Shape(1, TARGETS.length),
                ForwardPass.inference())) {
            for (int id : TARGETS) {
                last = Tensors.floats(model.step(state, Tensors.of(new int[] {id, id}, 2, 1)));
            }
        }
        return last;
    }

    // The prompts are of unequal lengths; what follows makes up for it.
    private static float[] continued(CausalModel model) {
        Prompts prompts = Prompts.of(List.of(Tokens.of(5, 6), Tokens.of(8, 1)), 0, ComputeDevice.CPU);
        try (DecoderState state = model.start(prompts, new DecoderState.Shape(1, 4), ForwardPass.inference())) {
            model.step(state, Tensors.of(new int[] {6, 1}, 2, 1));
            model.step(state, Tensors.of(new int[] {7, 3}, 2, 1));
            return Tensors.floats(model.step(state, Tensors.of(new int[] {1, 4}, 2, 1)));
        }
    }

    private static double distance(float[] left, float[] right) {
        assertThat(left).hasSameSizeAs(right);
        double most = 0;
        for (int i = 0; i < left.length; i++) {
            most = Math.max(most, Math.abs(left[i] - right[i]));
        }
        return most;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void writing_step_by_step_gives_what_the_whole_gives(String name, Adapter adapter) {
        Network model = begin(name, adapter).model().network();
        float[] plain = whole(ModelFolder.load(folder(name), Precision.FLOAT32).network());
        assertThat(distance(stepwise(model), whole(model))).isLessThan(1e-4);
        assertThat(distance(whole(model), plain)).isGreaterThan(1e-4);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void what_is_kept_does_what_was_learned(String name, Adapter adapter) {
        LoadedAdapter loaded = begin(name, adapter);
        ModelFolder.save(
                place,
                AdapterFolder.files(
                        adapter, "", loaded.model().config(), adapter.kept(loaded.parameters()), Optional.empty()));
        LoadedModel again = AdapterFolder.use(folder(name), place, PeftReference.INFERENCE);
        assertThat(distance(whole(again.network()), whole(loaded.model().network())))
                .isLessThan(1e-5);
        assertThat(AdapterFolder.settings(place).toJson().path("num_virtual_tokens"))
                .isEqualTo(adapter.toJson().path("num_virtual_tokens"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "vlm"})
    void padding_before_a_prompt_changes_nothing(String name) {
        adapters(name).forEach(adapter -> {
            CausalModel model = (CausalModel) begin(name, adapter).model().network();
            float[] alone = first(model, List.of(Tokens.of(8, 1)));
            float[] padded = first(model, List.of(Tokens.of(8, 1), Tokens.of(5, 6, 7, 9, 1)));
            assertThat(distance(alone, Arrays.copyOf(padded, alone.length))).isLessThan(1e-5);
        });
    }

    private static float[] first(CausalModel model, List<Tokens> texts) {
        Prompts prompts = Prompts.of(texts, 0, ComputeDevice.CPU);
        int[] ones = new int[texts.size()];
        Arrays.fill(ones, 1);
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard();
                DecoderState state = model.start(prompts, new DecoderState.Shape(1, 9), ForwardPass.inference())) {
            return Tensors.floats(model.step(state, Tensors.of(ones, ones.length, 1)));
        }
    }

    @Test
    void a_model_that_tells_words_in_gaps_reads_virtual_tokens_too() {
        ModelConfig config = ModelFolder.load(folder("bert"), Precision.FLOAT32).config();
        Network model = begin("bert", new PromptTuning(PromptShape.of(3, config), List.of()))
                .model()
                .network();
        IdMatrix ids = IdMatrix.over(1, 4, new int[] {5, 6, 7, 8});
        IdMatrix ones = IdMatrix.over(1, 4, new int[] {1, 1, 1, 1});
        IdMatrix places = IdMatrix.over(1, 4, new int[] {0, 1, 2, 3});
        Batch batch =
                new Batch(new Batch.Encoder(ids, ones, places), new Batch.Decoder(ids, ids, ones, places), List.of());
        try (PointerScope scope = new PointerScope()) {
            Tensor hidden = model.hidden(batch, ComputeDevice.CPU, ForwardPass.inference());
            Tensor plain = ModelFolder.load(folder("bert"), Precision.FLOAT32)
                    .network()
                    .hidden(batch, ComputeDevice.CPU, ForwardPass.inference());
            assertThat(hidden.shape()).isEqualTo(plain.shape());
            assertThat(hidden.sub(plain).abs().max().item_double()).isGreaterThan(1e-3);
        }
        Adapter prefix = new PrefixTuning(PromptShape.ofKeys(2, config), OptionalInt.empty());
        assertThatThrownBy(() -> begin("bert", prefix))
                .isInstanceOf(Refusal.class)
                .hasMessage("adapter: prefixes go into decoders; this model has none");
    }

    @Test
    void a_model_of_another_shape_is_refused() {
        adapters(SEQ2SEQ).forEach(adapter -> {
            for (String other : List.of("t5-v1.0", "gpt2", "bert")) {
                assertThatThrownBy(() -> begin(other, adapter))
                        .as("%s in %s", adapter, other)
                        .isInstanceOf(Refusal.class)
                        .hasMessageStartingWith("adapter: ")
                        .hasMessageNotContaining("\n");
            }
        });
    }

    @Test
    void packed_rows_cannot_begin_with_virtual_tokens() {
        IdMatrix ids = IdMatrix.over(1, 4, new int[] {1, 1, 2, 2});
        assertThatThrownBy(() -> Segments.of(ids, ComputeDevice.CPU).after(3))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("batch.pack = false");
    }
}
