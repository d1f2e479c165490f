package dev.cloze.nn;

import dev.cloze.Refusal;
import dev.cloze.tensor.Scopes;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The bend inside a feed-forward layer. */
public enum Activation {
    /** {@code max(0, x)}. */
    RELU,
    /** The Gaussian error linear unit with the tanh approximation (Hendrycks and Gimpel 2016). */
    GELU_NEW,
    /** The exact Gaussian error linear unit. */
    GELU,
    /** {@code x · sigmoid(x)}, also called swish. */
    SILU,
    /** {@code x · sigmoid(1.702 x)}, an early approximation of GELU (Hendrycks and Gimpel 2016, §2). */
    QUICK_GELU,
    /** The hyperbolic tangent. */
    TANH;

    private static final String RULE = "must be relu, gelu, gelu_new, silu, quick_gelu or tanh, got '%s'";

    /** The one that a Hugging Face config names at {@code place}. */
    public static Activation parse(String place, String name) {
        return named(name).orElseThrow(() -> Refusal.at(place, RULE, name));
    }

    /** The one of that name in Hugging Face configs; words may be joined by dashes, too. */
    public static Activation parse(String name) {
        Optional<Activation> known = named(name);
        Refusal.require(known.isPresent(), RULE, name);
        return known.orElseThrow();
    }

    private static Optional<Activation> named(String name) {
        return Optional.ofNullable(
                switch (name.toLowerCase(Locale.ROOT).replace('-', '_')) {
                    case "relu" -> RELU;
                    case "gelu_new", "gelu_pytorch_tanh", "gelu_python_tanh", "gelu_fast", "gelu_accurate" -> GELU_NEW;
                    case "gelu", "gelu_python" -> GELU;
                    case "silu", "swish" -> SILU;
                    case "quick_gelu" -> QUICK_GELU;
                    case "tanh" -> TANH;
                    default -> null;
                });
    }

    /** Its name in a Hugging Face config. */
    public String configName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Applied to each value of {@code x} and multiplied by {@code gated}, without gradients on a CPU. */
    Tensor times(Tensor x, Tensor gated) {
        return (this == GELU_NEW ? BySigmoid.gelu(x) : apply(x)).mul_(gated);
    }

    /** {@code x · (1 + tanh(y)) / 2} as {@code x · sigmoid(2y)}, with {@code 2y = first · x + third · x³}: half the time. */
    private static final class BySigmoid {
        private static final double FIRST = 2 * Math.sqrt(2 / Math.PI);
        private static final Tensor FIRSTS = Scopes.forever(torch.full(new long[] {1}, new Scalar(FIRST)));
        private static final Scalar THIRD = Scopes.forever(new Scalar(0.044715 * FIRST));

        static Tensor gelu(Tensor x) {
            return torch.addcmul(FIRSTS, x, x, THIRD).mul_(x).sigmoid_().mul_(x);
        }
    }

    private static final class Quick {
        private static final Scalar FACTOR = Scopes.forever(new Scalar(1.702));

        static Tensor gelu(Tensor x) {
            return x.mul(x.mul(FACTOR).sigmoid());
        }
    }

    /** Applied to each value. */
    public Tensor apply(Tensor x) {
        return switch (this) {
            case RELU -> torch.relu(x);
            case GELU_NEW -> torch.gelu(x, "tanh");
            case GELU -> torch.gelu(x, "none");
            case SILU -> torch.silu(x);
            case QUICK_GELU -> Quick.gelu(x);
            case TANH -> torch.tanh(x);
        };
    }
}
