package dev.cloze.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.Refusal;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.model.config.VlmConfig;
import dev.cloze.model.input.CausalInput;
import dev.cloze.model.input.Prompts;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.Tensors;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

@Tag("golden")
class GoldenVlmTest {

    private static final double TOLERANCE = 1e-4;

    @TestFactory
    Stream<DynamicTest> every_task_agrees_with_the_reference() {
        return each((reference, loaded, model) -> {
            for (Map.Entry<String, JsonNode> task :
                    reference.notes().path("losses").properties()) {
                Tensor logits = logits(reference, model.doing(Integer.parseInt(task.getKey())));
                assertThat(reference.distance(logits, "logits." + task.getKey()))
                        .as(task.getKey())
                        .isLessThan(TOLERANCE);
                assertThat(loss(reference, logits).item_double())
                        .isCloseTo(task.getValue().asDouble(), within(TOLERANCE));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> gradients_of_a_task_agree_with_the_reference() {
        return each((reference, loaded, model) -> {
            List<String> names = reference.expected().names().stream()
                    .filter(name -> name.startsWith("grad."))
                    .toList();
            assertThat(names).isNotEmpty();
            String task = names.get(0).split("\\.", 3)[1];
            loss(reference, logits(reference, model.doing(Integer.parseInt(task))))
                    .backward();
            reference.expectGradients("grad." + task + ".", loaded.parameters(), TOLERANCE);
        });
    }

    @TestFactory
    Stream<DynamicTest> steps_after_a_prompt_say_what_one_pass_says() {
        return each((reference, loaded, model) -> {
            Vlm task = model.doing(
                    loaded.config() instanceof VlmConfig config
                            ? config.bottlenecks().size() - 1
                            : 0);
            long[] ids = Tensors.longs(reference.expected().read("input_ids").select(0, 0));
            long[] types =
                    Tensors.longs(reference.expected().read("token_type_ids").select(0, 0));
            // A shorter text beside the longer one; all that is written has the type of the prompt's last token.
            int[] text = Arrays.stream(ids).limit(7).mapToInt(Math::toIntExact).toArray();
            int[] kinds =
                    Arrays.stream(types).limit(7).mapToInt(Math::toIntExact).toArray();
            kinds[5] = kinds[6];
            kinds[4] = kinds[6];
            Prompts prompts = Prompts.of(List.of(part(text, 0, 5), part(text, 2, 5)), 0, ComputeDevice.CPU)
                    .withTypes(List.of(part(kinds, 0, 5), part(kinds, 2, 5)), ComputeDevice.CPU);
            try (DecoderState state = task.start(prompts, new DecoderState.Shape(1, 7), ForwardPass.inference())) {
                for (int i = 4; i < 7; i++) {
                    Tensor both = task.step(state, Tensors.of(new int[] {text[i], text[i]}, 2, 1));
                    compare(task, both.select(0, 0), part(text, 0, i + 1), part(kinds, 0, i + 1));
                    compare(task, both.select(0, 1), part(text, 2, i + 1), part(kinds, 2, i + 1));
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> a_task_that_is_not_there_is_refused() {
        return each((reference, loaded, model) -> assertThatThrownBy(() -> model.doing(1000))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("task must be in [-1, "));
    }

    @TestFactory
    Stream<DynamicTest> configs_survive_writing_and_reading() {
        return Reference.each(
                known -> known.filter(VlmConfig.class::isInstance).isPresent(),
                reference -> assertThat(ModelConfig.parse(reference.parsed().toJson(), "written"))
                        .isEqualTo(reference.parsed()));
    }

    private static Tokens part(int[] ids, int from, int to) {
        return Tokens.copyOf(ids, from, to);
    }

    private static void compare(Vlm model, Tensor actual, Tokens text, Tokens kinds) {
        CausalInput input = new CausalInput(Tensors.of(text.toArray(), 1, text.size()), Segments.WHOLE)
                .withTypes(Tensors.of(kinds.toArray(), 1, kinds.size()));
        Tensor expected = model.logits(model.hidden(input, ForwardPass.inference()))
                .select(0, 0)
                .select(0, -1);
        assertThat(actual.sub(expected).abs().max().item_double()).isLessThan(TOLERANCE);
    }

    private static Tensor logits(Reference reference, Vlm model) {
        CausalInput input = new CausalInput(reference.expected().read("input_ids"), Segments.WHOLE)
                .withTypes(reference.expected().read("token_type_ids"));
        return model.logits(model.hidden(input, ForwardPass.inference()));
    }

    // Labels of -1 carry no loss there.
    private static Tensor loss(Reference reference, Tensor logits) {
        Tensor labels = reference.expected().read("labels");
        long length = labels.size(1);
        Tensor next = labels.narrow(1, 1, length - 1).reshape(-1);
        return torch.cross_entropy(
                logits.narrow(1, 0, length - 1).reshape(-1, logits.size(2)),
                next.masked_fill(next.lt(new Scalar(0)), new Scalar(-100)));
    }

    private interface Check {
        void of(Reference reference, LoadedModel loaded, Vlm model);
    }

    private static Stream<DynamicTest> each(Check check) {
        WeightStore.Placement training =
                new WeightStore.Placement(Precision.FLOAT32, ComputeDevice.CPU, WeightStore.Use.TRAINING);
        return Reference.each(known -> known.filter(VlmConfig.class::isInstance).isPresent(), reference -> {
            try (PointerScope scope = new PointerScope()) {
                LoadedModel loaded = ModelFolder.load(reference.folder(), training);
                assertThat(loaded.notes()).isEmpty();
                check.of(reference, loaded, (Vlm) loaded.network());
            }
        });
    }
}
