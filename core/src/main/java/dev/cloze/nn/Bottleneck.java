package dev.cloze.nn;

import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Scopes;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A residual adapter (Houlsby et al. 2019, §2.1) in the form of Bapna and Firat 2019, §3: {@code x + up(relu(down(norm x)))}.
 *
 * @param norm its own norm
 * @param down to the narrow width
 * @param up back again
 */
public record Bottleneck(LayerNorm norm, Projection down, Projection up) {

    /** The adapter whose weights are called {@code ln}, {@code project_down} and {@code project_up}. */
    public static Bottleneck of(Weights weights, int dModel, int width, Initialiser initial) {
        return new Bottleneck(
                new LayerNorm(weights, "ln", dModel, 1e-5),
                weights.biased("project_down", dModel, width, initial),
                weights.biased("project_up", width, dModel, initial));
    }

    /** {@code [.., dModel] -> [.., dModel]}. */
    public Tensor forward(Tensor x, ForwardPass pass) {
        return Scopes.keep(() -> {
            Tensor narrow = torch.relu(down.apply(norm.forward(x), pass)); // [.., width]
            return x.add(up.apply(narrow, pass)); // [.., dModel]
        });
    }
}
