package dev.cloze.nn;

import org.bytedeco.pytorch.Tensor;

/** Keys and values that the self-attention of a decoder's layer sees before those of its own tokens. */
public interface Prefix {

    /** How many there are. */
    int length();

    /** The keys: {@code [1, heads, length, width]}. */
    Tensor keys(ForwardPass pass);

    /** The values: {@code [1, heads, length, width]}. */
    Tensor values(ForwardPass pass);
}
