package dev.cloze.nn;

import dev.cloze.Refusal;
import java.util.Locale;
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
    SILU;

    /** The one that a Hugging Face config names. */
    public static Activation parse(String place, String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "relu" -> RELU;
            case "gelu_new", "gelu_pytorch_tanh", "gelu_fast" -> GELU_NEW;
            case "gelu" -> GELU;
            case "silu", "swish" -> SILU;
            default -> throw Refusal.at(place, "expected relu, gelu, gelu_new or silu, got '%s'", name);
        };
    }

    /** Its name in a Hugging Face config. */
    public String configName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Applied to each value. */
    public Tensor apply(Tensor x) {
        return switch (this) {
            case RELU -> torch.relu(x);
            case GELU_NEW -> torch.gelu(x, "tanh");
            case GELU -> torch.gelu(x, "none");
            case SILU -> torch.silu(x);
        };
    }
}
