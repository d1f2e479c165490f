package dev.cloze.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cloze.Refusal;
import dev.cloze.checkpoint.adapter.AdapterFolder;
import dev.cloze.checkpoint.adapter.LoadedAdapter;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.checkpoint.tensors.SafeTensors;
import dev.cloze.model.Seq2SeqModel;
import dev.cloze.nn.ForwardPass;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.Tensors;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

@Tag("golden")
class GoldenPeftTest {

    private static final double TOLERANCE = 1e-4;

    @TempDir
    Path place;

    @TestFactory
    Stream<DynamicTest> the_base_without_an_adapter_agrees() {
        return PeftReference.find()
                .map(reference -> DynamicTest.dynamicTest(
                        "base",
                        () -> agree(
                                ModelFolder.load(reference.base(place), Precision.FLOAT32)
                                        .model(),
                                reference,
                                "base")));
    }

    @TestFactory
    Stream<DynamicTest> logits_and_losses_agree_with_peft() {
        return each((reference, folder, name) -> {
            LoadedAdapter loaded =
                    AdapterFolder.load(reference.base(place), folder, PeftReference.FROZEN, PeftReference.INFERENCE);
            agree(loaded.model().model(), reference, name);
        });
    }

    @TestFactory
    Stream<DynamicTest> merged_into_the_weights_they_do_the_same() {
        return each((reference, folder, name) -> {
            Assumptions.assumeTrue(AdapterFolder.settings(folder).merge().isPresent(), "adds tokens or layers");
            LoadedModel merged = AdapterFolder.use(reference.base(place), folder, PeftReference.INFERENCE);
            agree(merged.model(), reference, name);
            String other = name + "_merged";
            assertThat(reference.loss(other))
                    .as("PEFT's own merged loss")
                    .isCloseTo(reference.loss(name), within(1e-4));
        });
    }

    @TestFactory
    Stream<DynamicTest> what_is_saved_is_what_was_read() {
        return each((reference, folder, name) -> {
            LoadedAdapter loaded =
                    AdapterFolder.load(reference.base(place), folder, PeftReference.FROZEN, PeftReference.TRAINING);
            Path copy = place.resolve("copy");
            ModelFolder.save(
                    copy,
                    AdapterFolder.files(
                            loaded.adapter(),
                            "",
                            loaded.model().config(),
                            loaded.adapter().kept(loaded.parameters()),
                            Optional.empty()));
            assertThat(AdapterFolder.settings(copy)).isEqualTo(loaded.adapter());
            try (SafeTensors before = SafeTensors.open(folder.resolve("adapter_model.safetensors"));
                    SafeTensors after = SafeTensors.open(copy.resolve("adapter_model.safetensors"))) {
                assertThat(after.names()).containsExactlyInAnyOrderElementsOf(before.names());
                for (String tensor : before.names()) {
                    assertThat(after.read(tensor).equal(before.read(tensor)))
                            .as(tensor)
                            .isTrue();
                }
            }
        });
    }

    private interface Check {
        void of(PeftReference reference, Path folder, String name);
    }

    private static Stream<DynamicTest> each(Check check) {
        return PeftReference.find()
                .flatMap(reference -> reference.adapters().stream().map(folder -> {
                    String name = folder.getFileName().toString();
                    return DynamicTest.dynamicTest(name, () -> {
                        requireKnown(folder);
                        check.of(reference, folder, name);
                    });
                }));
    }

    private static void requireKnown(Path folder) {
        try {
            AdapterFolder.settings(folder);
        } catch (Refusal e) {
            Assumptions.abort(String.valueOf(e.getMessage()));
        }
    }

    private static void agree(Seq2SeqModel model, PeftReference reference, String name) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor hidden = model.hidden(reference.input(), ForwardPass.inference());
            Tensor logits = model.logits(hidden);
            double loss = torch.cross_entropy(
                            logits.view(-1, logits.size(-1)), reference.labels().view(-1))
                    .item_double();
            assertThat(loss).isCloseTo(reference.loss(name), within(TOLERANCE));
            if (reference.hasLogits(name)) {
                agree(Tensors.floats(logits), reference.logits(name));
            }
        }
    }

    private static void agree(float[] actual, List<Double> expected) {
        assertThat(actual).hasSize(expected.size());
        for (int i = 0; i < actual.length; i++) {
            assertThat((double) actual[i]).as("logit %d", i).isCloseTo(expected.get(i), within(TOLERANCE));
        }
    }
}
