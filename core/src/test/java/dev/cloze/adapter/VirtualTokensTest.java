package dev.cloze.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Golden;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.batch.IdMatrix;
import dev.cloze.checkpoint.adapter.AdapterFolder;
import dev.cloze.checkpoint.adapter.LoadedAdapter;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.model.DecoderState;
import dev.cloze.model.Seq2SeqModel;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.model.input.DecoderInput;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.Tensors;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VirtualTokensTest {

    private static final Path MODEL = Golden.folder("models/mt5").orElseThrow();
    private static final int[] TARGETS = {0, 7, 9, 11};

    @TempDir
    Path place;

    static Stream<Arguments> kinds() {
        ModelConfig model = ModelFolder.load(MODEL, Precision.FLOAT32).config();
        PromptShape words = PromptShape.of(3, model);
        PromptShape keys = PromptShape.ofKeys(2, model);
        return Stream.<Adapter>of(
                        new PromptTuning(words, List.of()),
                        new PromptTuning(words, List.of(5, 6)),
                        new PTuning(words, 7),
                        new PrefixTuning(keys, OptionalInt.empty()),
                        new PrefixTuning(keys, OptionalInt.of(5)))
                .map(Arguments::of);
    }

    private static LoadedAdapter begin(Adapter adapter) {
        return AdapterFolder.begin(MODEL, config -> adapter, PeftReference.FROZEN, PeftReference.TRAINING, new Seed(3));
    }

    private static <T> T reading(Function<EncoderInput, T> work) {
        IdMatrix ids = IdMatrix.over(2, 4, new int[] {5, 6, 7, 1, 8, 1, 0, 0});
        IdMatrix mask = IdMatrix.over(2, 4, new int[] {1, 1, 1, 1, 1, 1, 0, 0});
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            return work.apply(new EncoderInput(Tensors.of(ids), Segments.of(mask, ComputeDevice.CPU)));
        }
    }

    private static float[] whole(Seq2SeqModel model) {
        return reading(input -> {
            int[] twice = {0, 7, 9, 11, 0, 7, 9, 11};
            DecoderInput targets = new DecoderInput(Tensors.of(twice, 2, TARGETS.length), Segments.WHOLE);
            Tensor hidden = model.decode(targets, model.encode(input), input.segments(), ForwardPass.inference());
            return Tensors.floats(model.logits(hidden).select(1, TARGETS.length - 1));
        });
    }

    private static float[] stepwise(Seq2SeqModel model) {
        return reading(input -> {
            float[] last = {};
            try (DecoderState state =
                    model.start(model.encode(input), input.segments(), new DecoderState.Shape(1, TARGETS.length))) {
                for (int id : TARGETS) {
                    last = Tensors.floats(model.step(state, Tensors.of(new int[] {id, id}, 2, 1)));
                }
            }
            return last;
        });
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
    void writing_step_by_step_gives_what_the_whole_gives(Adapter adapter) {
        Seq2SeqModel model = begin(adapter).model().model();
        float[] plain = whole(ModelFolder.load(MODEL, Precision.FLOAT32).model());
        assertThat(distance(stepwise(model), whole(model))).isLessThan(1e-4);
        assertThat(distance(whole(model), plain)).isGreaterThan(1e-4);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void what_is_kept_does_what_was_learned(Adapter adapter) {
        LoadedAdapter loaded = begin(adapter);
        ModelFolder.save(
                place,
                AdapterFolder.files(
                        adapter, "", loaded.model().config(), adapter.kept(loaded.parameters()), Optional.empty()));
        LoadedModel again = AdapterFolder.use(MODEL, place, PeftReference.INFERENCE);
        assertThat(distance(whole(again.model()), whole(loaded.model().model())))
                .isLessThan(1e-5);
        assertThat(AdapterFolder.settings(place).toJson().path("num_virtual_tokens"))
                .isEqualTo(adapter.toJson().path("num_virtual_tokens"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_model_of_another_shape_is_refused(Adapter adapter) {
        for (String other : List.of("t5-v1.0", "gpt2", "bert")) {
            assertThatThrownBy(() -> AdapterFolder.begin(
                            Golden.folder("models/" + other).orElseThrow(),
                            config -> adapter,
                            PeftReference.FROZEN,
                            PeftReference.TRAINING,
                            new Seed(3)))
                    .isInstanceOf(Refusal.class)
                    .hasMessageStartingWith("adapter: ")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void packed_rows_cannot_begin_with_virtual_tokens() {
        IdMatrix ids = IdMatrix.over(1, 4, new int[] {1, 1, 2, 2});
        assertThatThrownBy(() -> Segments.of(ids, ComputeDevice.CPU).after(3))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("batch.pack = false");
    }
}
