package dev.cloze.nn.attention;

import dev.cloze.nn.ForwardPass;
import dev.cloze.tensor.Tensors;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Keys and values that the self-attention of a decoder's layer sees before those of its own tokens. */
public interface Prefix {

    /** How many there are. */
    int length();

    /** The keys and values: {@code [1, heads, length, width]}. */
    Attention.KeysValues keysValues(ForwardPass pass);

    /** These for each of {@code rows}: {@code [rows, heads, length, width]}. */
    default Attention.KeysValues over(long rows, ForwardPass pass) {
        Attention.KeysValues one = keysValues(pass);
        return new Attention.KeysValues(
                one.keys().expand(rows, -1, -1, -1), one.values().expand(rows, -1, -1, -1));
    }

    /** These and then {@code own}: {@code [batch, heads, length + own, width]}. */
    default Attention.KeysValues before(Attention.KeysValues own, ForwardPass pass) {
        Attention.KeysValues all = over(own.keys().size(0), pass);
        return new Attention.KeysValues(
                torch.cat(new TensorVector(all.keys().to(Tensors.type(own.keys())), own.keys()), 2),
                torch.cat(new TensorVector(all.values().to(Tensors.type(own.values())), own.values()), 2));
    }
}
