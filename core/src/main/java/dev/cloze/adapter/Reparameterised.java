package dev.cloze.adapter;

import dev.cloze.nn.Weights;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Parameters;
import dev.cloze.tensor.Scopes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Vectors that are not learned themselves but come out of a small network, which is thrown away after training (Li and
 * Liang 2021, §4.3; Liu et al. 2021, §3.2).
 *
 * @param layers the names of the network's layers, under {@link #ENCODER}
 * @param widths what goes into the first layer, and what comes out of each
 * @param bend between two layers
 */
record Reparameterised(List<String> layers, List<Integer> widths, UnaryOperator<Tensor> bend) {

    static final String TABLE = "prompt_embeddings";

    private static final String ENCODER = "prompt_encoder.";
    private static final String INPUT = ENCODER + "embedding.weight";

    /**
     * Where the vectors come from: the network while it is trained, the table that is kept of it afterwards.
     *
     * @param rows how many there are
     */
    Supplier<Tensor> source(Weights own, int rows) {
        if (own.stored(TABLE)) {
            Tensor table = own.parameter(TABLE, Initialiser.ZEROS, rows, widths.get(layers.size()));
            return () -> table;
        }
        Map<String, Tensor> weights = new HashMap<>();
        weights.put(INPUT, own.parameter(INPUT, Initialiser.normal(1), rows, widths.get(0)));
        for (int i = 0; i < layers.size(); i++) {
            Initialiser first = Initialiser.uniform(1 / Math.sqrt(widths.get(i)));
            weights.put(weight(i), own.parameter(weight(i), first, widths.get(i + 1), widths.get(i)));
            weights.put(bias(i), own.parameter(bias(i), first, widths.get(i + 1)));
        }
        return () -> vectors(name -> Objects.requireNonNull(weights.get(name), name));
    }

    /** What is kept of {@code parameters}. */
    Map<String, Tensor> kept(Parameters parameters) {
        return parameters.contains(INPUT)
                ? Map.of(
                        TABLE,
                        Scopes.keepWithoutGradient(
                                () -> vectors(name -> parameters.at(name).master())))
                : Adapter.all(parameters);
    }

    // {@code [rows, width]}
    private Tensor vectors(Function<String, Tensor> weights) {
        return Scopes.keep(() -> {
            Tensor x = weights.apply(INPUT);
            for (int i = 0; i < layers.size(); i++) {
                Tensor y = i == 0 ? x : bend.apply(x);
                x = torch.linear(y, weights.apply(weight(i)), new TensorOptional(weights.apply(bias(i))));
            }
            return x;
        });
    }

    private String weight(int layer) {
        return ENCODER + layers.get(layer) + ".weight";
    }

    private String bias(int layer) {
        return ENCODER + layers.get(layer) + ".bias";
    }
}
