package dev.cloze.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.checkpoint.tensors.SafeTensors;
import dev.cloze.model.config.Gpt2Config;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.model.input.CausalInput;
import dev.cloze.model.input.Prompts;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.Tensors;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.Tokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

@Tag("golden")
class GoldenGpt2Test {

    private static final double TOLERANCE = 1e-4;

    @TestFactory
    Stream<DynamicTest> hidden_states_logits_loss_and_gradients_agree_with_the_reference() {
        return each((reference, model, store) -> {
            Map<String, Tensor> seen = new HashMap<>();
            CausalInput input = new CausalInput(reference.expected().read("input_ids"), reference.segments());
            Tensor hidden = model.hidden(input, ForwardPass.inference().observedBy(seen::put));
            int layers = model.config().shape().layers();
            for (int i = 0; i < layers; i++) {
                assertThat(reference.distance(Objects.requireNonNull(seen.get("decoder." + i)), "hidden." + i))
                        .isLessThan(TOLERANCE);
            }
            assertThat(reference.distance(hidden, "hidden." + layers)).isLessThan(TOLERANCE);
            Tensor logits = model.logits(hidden);
            assertThat(reference.distance(logits, "logits")).isLessThan(TOLERANCE);
            Tensor loss = nextTokenLoss(reference, logits);
            assertThat(loss.item_double()).isCloseTo(reference.loss(), within(TOLERANCE));
            loss.backward();
            reference.expectGradients(store.parameters(), TOLERANCE);
        });
    }

    @TestFactory
    Stream<DynamicTest> prompts_padded_on_the_left_are_continued_as_by_the_reference() {
        return each((reference, model, store) -> {
            JsonNode greedy = reference.notes().path("generate").path("greedy").path("ids");
            List<List<Integer>> expected = rows(greedy);
            List<List<Integer>> padded = rows(reference.notes().path("left_padded_prompt"));
            List<Tokens> prompts =
                    padded.stream().map(GoldenGpt2Test::withoutPadding).toList();
            int added = expected.get(0).size() - padded.get(0).size();
            for (int beams : List.of(1, 3)) {
                List<List<Integer>> written = continued(model, prompts, beams, added);
                for (int row = 0; row < written.size(); row++) {
                    int from = padded.get(0).size();
                    List<Integer> whole = expected.get(row / beams);
                    List<Integer> rest = whole.subList(from, whole.size());
                    int end = rest.indexOf(model.config().ids().eos()) + 1; // the reference stops there
                    int until = end == 0 ? rest.size() : end;
                    assertThat(written.get(row).subList(0, until)).isEqualTo(rest.subList(0, until));
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> configs_survive_writing_and_reading() {
        return Reference.each(
                known -> known.filter(Gpt2Config.class::isInstance).isPresent(),
                reference -> assertThat(ModelConfig.parse(reference.parsed().toJson(), "written"))
                        .isEqualTo(reference.parsed()));
    }

    private interface Check {
        void of(Reference reference, Gpt2 model, WeightStore store) throws IOException;
    }

    private static Stream<DynamicTest> each(Check check) {
        return Reference.each(
                known -> known.filter(Gpt2Config.class::isInstance).isPresent(), reference -> {
                    try (PointerScope scope = new PointerScope();
                            SafeTensors file = reference.weights()) {
                        WeightStore store = WeightStore.from(file, Precision.FLOAT32);
                        Gpt2 model = Gpt2.build((Gpt2Config) reference.parsed(), Weights.of(store));
                        store.verify("model.safetensors");
                        assertThat(store.unused()).isEmpty();
                        check.of(reference, model, store);
                    }
                });
    }

    private static Tensor nextTokenLoss(Reference reference, Tensor logits) {
        Tensor labels = reference.expected().read("labels");
        long length = labels.size(1);
        return torch.cross_entropy(
                logits.narrow(1, 0, length - 1).reshape(-1, logits.size(2)),
                labels.narrow(1, 1, length - 1).reshape(-1));
    }

    private static List<List<Integer>> continued(CausalModel model, List<Tokens> texts, int beams, int added) {
        Prompts prompts = Prompts.of(texts, 0, ComputeDevice.CPU);
        DecoderState.Shape shape = new DecoderState.Shape(beams, prompts.length() + added);
        List<List<Integer>> written = new ArrayList<>();
        int[] next = new int[texts.size() * beams];
        for (int row = 0; row < next.length; row++) {
            Tokens text = texts.get(row / beams);
            next[row] = text.at(text.size() - 1);
            written.add(new ArrayList<>());
        }
        try (DecoderState state = model.start(prompts, shape, ForwardPass.inference())) {
            for (int i = 0; i < added; i++) {
                Tensor logits = model.step(state, Tensors.of(next, next.length, 1));
                long[] best = Tensors.longs(logits.argmax(new LongOptional(-1), false));
                for (int row = 0; row < next.length; row++) {
                    next[row] = Math.toIntExact(best[row]);
                    written.get(row).add(next[row]);
                }
            }
        }
        return written;
    }

    private static List<List<Integer>> rows(JsonNode matrix) {
        return StreamSupport.stream(matrix.spliterator(), false)
                .map(row -> StreamSupport.stream(row.spliterator(), false)
                        .map(JsonNode::asInt)
                        .toList())
                .toList();
    }

    private static Tokens withoutPadding(List<Integer> padded) {
        return Tokens.of(padded.stream()
                .mapToInt(Integer::intValue)
                .dropWhile(id -> id == 0)
                .toArray());
    }
}
