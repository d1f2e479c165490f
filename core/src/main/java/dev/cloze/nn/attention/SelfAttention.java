package dev.cloze.nn.attention;

import dev.cloze.nn.ForwardPass;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Attention of a sequence to itself, or to what came before it as well. */
public sealed interface SelfAttention permits Attention, JointAttention {

    /** Its heads. */
    Attention.Heads heads();

    /** The type of its scores where hidden states are of type {@code stream}. */
    ScalarType type(ScalarType stream);

    /**
     * What {@code x} sees: {@code [batch, length, dModel] -> [batch, length, dModel]}.
     *
     * @param memory from the keys and values of {@code x} to all that it looks at
     */
    Tensor self(Tensor x, UnaryOperator<Attention.KeysValues> memory, ScoreBias bias, ForwardPass pass);

    /**
     * What new tokens see of themselves and those before them, without gradients: {@code [rows, new, dModel]} to the same. Their
     * keys and values are noted in {@code memory} at place {@code from}.
     *
     * @param bias as {@link PastMask#after} gives it
     */
    Tensor step(Tensor x, KeyValueCache memory, int from, Tensor bias, ForwardPass pass);
}
