package dev.cloze.train;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.NamedTensors;
import dev.cloze.tensor.Parameters;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import dev.cloze.train.loss.CrossEntropy;
import dev.cloze.train.loss.LabelSmoothing;
import dev.cloze.train.loss.Normaliser;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Assumptions;

/** Settings of a run as the golden files write them. */
public final class GoldenRuns {

    private GoldenRuns() {}

    /** Weights for training with these values. */
    public static Parameters parameters(Map<String, Tensor> values) {
        WeightStore store = WeightStore.from(new InMemory(values), Precision.FLOAT32);
        values.forEach((name, value) -> store.parameter(name, Initialiser.normal(1), value.shape()));
        return store.parameters();
    }

    private record InMemory(Map<String, Tensor> tensors) implements NamedTensors {

        @Override
        public Set<String> names() {
            return tensors.keySet();
        }

        @Override
        public boolean contains(String name) {
            return tensors.containsKey(name);
        }

        @Override
        public long[] shape(String name) {
            return read(name).shape();
        }

        @Override
        public Tensor read(String name) {
            return Optional.ofNullable(tensors.get(name)).orElseThrow();
        }
    }

    /** The loss of a run: {@code model} is the mean that transformers' models compute themselves. */
    static CrossEntropy loss(JsonNode loss) {
        LabelSmoothing none = LabelSmoothing.NONE;
        return switch (loss.get("kind").asText()) {
            case "model" -> new CrossEntropy(0, none, new Normaliser.MeanOfMeans());
            case "token_normalised" -> new CrossEntropy(0, none, new Normaliser.StepTokens());
            case "transformers.LabelSmoother" ->
                new CrossEntropy(
                        0,
                        new LabelSmoothing(loss.path("epsilon").asDouble(0.1), LabelSmoothing.Way.UNIFORM),
                        new Normaliser.MeanOfMeans());
            case "t5x" ->
                new CrossEntropy(
                        loss.path("z_loss").asDouble(),
                        new LabelSmoothing(loss.path("label_smoothing").asDouble(), LabelSmoothing.Way.T5X),
                        normaliser(loss.get("loss_normalizing_factor")));
            default -> Assumptions.abort(loss.get("kind").asText() + ": not supported yet");
        };
    }

    public static Normaliser normaliser(JsonNode factor) {
        if (factor.isNull() || factor.isMissingNode()) {
            return new Normaliser.Sum();
        }
        if (factor.isNumber()) {
            return new Normaliser.Constant(factor.asDouble());
        }
        return switch (factor.asText()) {
            case "NUM_REAL_TARGET_TOKENS" -> new Normaliser.RealTokens();
            case "NUM_TOTAL_TARGET_TOKENS" -> new Normaliser.TotalTokens();
            case "AVERAGE_PER_SEQUENCE", "AVERAGE_PER_SEQUENCE packed" -> new Normaliser.Sequences();
            default -> Assumptions.abort(factor.asText() + ": not supported yet");
        };
    }
}
