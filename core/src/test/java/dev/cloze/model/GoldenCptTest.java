package dev.cloze.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.checkpoint.tensors.SafeTensors;
import dev.cloze.model.config.CptConfig;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.model.input.ModelInput;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.Tensors;
import dev.cloze.tensor.WeightStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

@Tag("golden")
class GoldenCptTest {

    private static final double TOLERANCE = 1e-4;

    @TestFactory
    Stream<DynamicTest> both_decoders_agree_with_the_reference() {
        return each((reference, loaded, model) -> {
            Map<String, Tensor> seen = new HashMap<>();
            ForwardPass pass = ForwardPass.inference().observedBy(seen::put);
            ModelInput input = reference.input();
            Tensor encoded = model.encode(input.encoder(), pass);
            Tensor understood = model.understand(input.encoder(), encoded, pass);
            Tensor hidden =
                    model.decode(input.decoder(), encoded, input.encoder().segments(), pass);
            for (String name : reference.expected().names()) {
                if (name.contains("_hidden.")) {
                    Tensor actual = Objects.requireNonNull(seen.get(reference.place(name)));
                    assertThat(reference.distance(actual, name)).as(name).isLessThan(TOLERANCE);
                }
            }
            assertThat(reference.distance(model.logits(understood), "understanding_logits"))
                    .isLessThan(TOLERANCE);
            Tensor logits = model.logits(hidden);
            assertThat(reference.distance(logits, "logits")).isLessThan(TOLERANCE);
            Tensor loss = reference.crossEntropy(logits);
            assertThat(loss.item_double()).isCloseTo(reference.loss(), within(TOLERANCE));
            loss.backward();
            reference.expectGradients(loaded.parameters(), TOLERANCE);
        });
    }

    @TestFactory
    Stream<DynamicTest> greedy_steps_agree_with_the_reference() {
        return each((reference, loaded, model) -> {
            JsonNode expected = reference.notes().path("greedy_argmax_12_steps_ignoring_eos");
            int steps = expected.path(0).size() - 1;
            EncoderInput input = reference.input().encoder();
            Tensor encoded = model.encode(input);
            int[] next = new int[expected.size()];
            Arrays.fill(next, loaded.config().ids().decoderStart());
            try (DecoderState state =
                    model.start(encoded, input.segments(), new DecoderState.Shape(1, steps), ForwardPass.inference())) {
                for (int i = 1; i <= steps; i++) {
                    Tensor logits = model.step(state, Tensors.of(next, next.length, 1));
                    next = Arrays.stream(Tensors.longs(logits.argmax(new LongOptional(-1), false)))
                            .mapToInt(Math::toIntExact)
                            .toArray();
                    for (int row = 0; row < next.length; row++) {
                        assertThat(next[row])
                                .isEqualTo(expected.path(row).path(i).asInt());
                    }
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> classifiers_agree_with_the_reference() {
        return each((reference, loaded, model) -> {
            JsonNode expected = reference.notes().path("classification_logits");
            Assumptions.assumeFalse(expected.isMissingNode(), "the folder has no classifiers");
            for (CptClassifier.Mode mode : CptClassifier.Mode.values()) {
                String name = mode.name().toLowerCase(Locale.ROOT);
                Path file = reference.folder().resolve("classifier-" + name + ".safetensors");
                assertThat(Files.exists(file)).as(file.toString()).isTrue();
                compare(reference, mode, file, expected.path(name));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> the_first_release_has_fewer_encoder_positions_than_its_config_says() {
        return each((reference, loaded, model) -> {
            CptConfig config = (CptConfig) loaded.config();
            CptConfig wrong = new CptConfig(config.halves(), config.encoderPositions() * 2);
            try (SafeTensors file = reference.weights()) {
                assertThat(wrong.fitted(file)).isEqualTo(config);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> configs_survive_writing_and_reading() {
        return Reference.each(
                known -> known.filter(CptConfig.class::isInstance).isPresent(),
                reference -> assertThat(ModelConfig.parse(reference.parsed().toJson(), "written"))
                        .isEqualTo(reference.parsed()));
    }

    private static void compare(Reference reference, CptClassifier.Mode mode, Path file, JsonNode expected) {
        try (SafeTensors weights = SafeTensors.open(file)) {
            WeightStore store = WeightStore.from(weights, Precision.FLOAT32);
            CptClassifier classifier = CptClassifier.build(
                    (CptConfig) reference.parsed(), mode, expected.path(0).size(), Weights.of(store));
            store.verify(file.toString());
            float[] logits = Tensors.floats(classifier.logits(reference.input().encoder(), ForwardPass.inference()));
            int labels = expected.path(0).size();
            for (int i = 0; i < logits.length; i++) {
                assertThat((double) logits[i])
                        .isCloseTo(expected.path(i / labels).path(i % labels).asDouble(), within(TOLERANCE));
            }
        }
    }

    private interface Check {
        void of(Reference reference, LoadedModel loaded, Cpt model);
    }

    private static Stream<DynamicTest> each(Check check) {
        WeightStore.Placement training =
                new WeightStore.Placement(Precision.FLOAT32, ComputeDevice.CPU, WeightStore.Use.TRAINING);
        return Reference.each(known -> known.filter(CptConfig.class::isInstance).isPresent(), reference -> {
            try (PointerScope scope = new PointerScope()) {
                LoadedModel loaded = ModelFolder.load(reference.folder(), training);
                assertThat(loaded.notes()).isEmpty();
                check.of(reference, loaded, (Cpt) loaded.network());
            }
        });
    }
}
