package dev.cloze.train.optimiser;

import dev.cloze.tensor.Parameter;
import dev.cloze.tensor.Parameters;
import dev.cloze.tensor.Scopes;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The norm of all gradients of a model together, added up in float32. */
public final class GradientNorm {

    private GradientNorm() {}

    public static double of(Parameters parameters) {
        double[] norm = new double[1];
        Scopes.withoutGradient(() -> {
            TensorVector norms = new TensorVector();
            parameters.all().stream()
                    .map(Parameter::gradient)
                    .flatMap(Optional::stream)
                    .forEach(gradient -> norms.push_back(norm(gradient)));
            norm[0] = norms.empty() ? 0 : norm(torch.stack(norms)).item_double();
        });
        return norm[0];
    }

    private static Tensor norm(Tensor values) {
        return torch.linalg_vector_norm(
                values, new Scalar(2), new long[] {}, false, new ScalarTypeOptional(ScalarType.Float));
    }
}
