package dev.cloze.train;

import java.util.Locale;
import java.util.regex.Pattern;

/** Which weights a weight decay shrinks. */
public enum DecayRule {
    /** All of them. */
    ALL,
    /** All but biases and the scales of norms, by transformers' patterns: T5's relative attention biases are spared too. */
    NO_BIAS_NO_NORM;

    private static final Pattern SPARED =
            Pattern.compile("bias|layernorm|rmsnorm|(?:^|\\.)norm(?:$|\\.)|_norm(?:$|\\.)");

    /** Whether the weight of that name shrinks. */
    public boolean decays(String name) {
        return switch (this) {
            case ALL -> true;
            case NO_BIAS_NO_NORM ->
                !SPARED.matcher(name.toLowerCase(Locale.ROOT)).find();
        };
    }
}
