package dev.cloze.train.optimiser;

import java.util.Locale;
import java.util.regex.Pattern;

/** Which weights a weight decay shrinks. */
public enum DecayRule {
    /** All of them. */
    ALL,
    /**
     * All but biases and the scales of norms, as transformers' trainer has it: T5's relative attention biases are spared, too,
     * and so are norms of other names, such as GPT-2's {@code ln_1}.
     */
    NO_BIAS_NO_NORM;

    private static final Pattern SPARED =
            Pattern.compile("bias|layernorm|rmsnorm|(?:^|\\.)(?:norm|ln|ln_\\w+)(?:$|\\.)|_norm(?:$|\\.)");

    /** Whether the weight of that name shrinks. */
    public boolean decays(String name) {
        return switch (this) {
            case ALL -> true;
            case NO_BIAS_NO_NORM ->
                !SPARED.matcher(name.toLowerCase(Locale.ROOT)).find();
        };
    }
}
