package dev.cloze.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cloze.batch.Batch;
import dev.cloze.batch.IdMatrix;
import dev.cloze.model.input.ModelInput;
import dev.cloze.nn.Activation;
import dev.cloze.nn.ForwardPass;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Parameter;
import dev.cloze.tensor.Tensors;
import dev.cloze.tensor.WeightStore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.CrossEntropyLossOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.kSum;
import org.junit.jupiter.api.Test;

/** Examples that share a row must not see each other: not in the encoder, not in the decoder, not across. */
class PackingTest {

    private static final int SOURCE = 12;
    private static final int TARGET = 9;

    /** Three examples: what the encoder reads, what the decoder must write. */
    private static final int[][] INPUTS = {{8, 7, 9, 1}, {2, 3, 4, 11, 1}, {21, 1}};

    private static final int[][] TARGETS = {{4, 6, 1}, {5, 6, 13, 1}, {30, 1}};

    @Test
    void packed_rows_have_the_loss_and_gradients_of_single_ones() {
        try (PointerScope scope = new PointerScope()) {
            Outcome single = outcome(List.of(List.of(0), List.of(1), List.of(2)));
            for (List<List<Integer>> rows :
                    List.of(List.of(List.of(0, 1, 2)), List.of(List.of(0, 2), List.of(1)), List.of(List.of(1, 0, 2)))) {
                Outcome packed = outcome(rows);
                assertThat(packed.loss()).isCloseTo(single.loss(), within(1e-4 * single.loss()));
                packed.gradients()
                        .forEach((name, values) -> assertThat(values)
                                .as(name)
                                .containsExactly(single.gradients().get(name), within(1e-5f)));
            }
        }
    }

    /**
     * What came of a batch.
     *
     * @param loss summed over all targets
     * @param gradients of every weight
     */
    private record Outcome(double loss, Map<String, float[]> gradients) {}

    private static Outcome outcome(List<List<Integer>> rows) {
        WeightStore store = Fixture.store();
        T5 model = Fixture.model(Fixture.config(Activation.GELU_NEW, true, false), store);
        Batch batch = batch(rows);
        Tensor logits = model.logits(model.hidden(ModelInput.of(batch, ComputeDevice.CPU), ForwardPass.inference()));
        Tensor targets = Tensors.of(batch.decoder().targetTokens()).view(-1);
        CrossEntropyLossOptions options = new CrossEntropyLossOptions();
        options.ignore_index().put(0);
        options.reduction().put(new kSum());
        Tensor loss = torch.cross_entropy(logits.view(-1, logits.size(-1)), targets, options);
        loss.backward();
        Map<String, float[]> gradients = new TreeMap<>();
        for (Parameter parameter : store.parameters().all()) {
            gradients.put(parameter.name(), Tensors.floats(parameter.gradient().orElseThrow()));
        }
        return new Outcome(loss.item_double(), gradients);
    }

    private static Batch batch(List<List<Integer>> rows) {
        int[] inputs = new int[rows.size() * SOURCE];
        int[] inputSegments = new int[inputs.length];
        int[] targets = new int[rows.size() * TARGET];
        int[] targetSegments = new int[targets.length];
        for (int row = 0; row < rows.size(); row++) {
            fill(rows.get(row), INPUTS, row * SOURCE, inputs, inputSegments);
            fill(rows.get(row), TARGETS, row * TARGET, targets, targetSegments);
        }
        int[] shifted = new int[targets.length];
        for (int i = 1; i < targets.length; i++) {
            boolean follows = i % TARGET != 0 && targetSegments[i] == targetSegments[i - 1];
            shifted[i] = follows ? targets[i - 1] : 0;
        }
        IdMatrix none = IdMatrix.over(0, 0, new int[0]);
        return new Batch(
                new Batch.Encoder(matrix(rows, SOURCE, inputs), matrix(rows, SOURCE, inputSegments), none),
                new Batch.Decoder(
                        matrix(rows, TARGET, shifted),
                        matrix(rows, TARGET, targets),
                        matrix(rows, TARGET, targetSegments),
                        none),
                List.of());
    }

    private static void fill(List<Integer> examples, int[][] tokens, int from, int[] ids, int[] segments) {
        int at = from;
        for (int i = 0; i < examples.size(); i++) {
            int[] example = tokens[examples.get(i)];
            System.arraycopy(example, 0, ids, at, example.length);
            Arrays.fill(segments, at, at + example.length, i + 1);
            at += example.length;
        }
    }

    private static IdMatrix matrix(List<List<Integer>> rows, int columns, int[] ids) {
        return IdMatrix.over(rows.size(), columns, ids);
    }
}
