package dev.cloze.nn;

import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.WeightStore;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * Weights by name under a prefix: {@code weights.at("encoder").at("block.0")}. A model asks for the same names whether its
 * weights are drawn or read from a file, and an adapter is a {@code Weights} that answers some names differently.
 */
public interface Weights {

    /** Those below {@code name}. */
    Weights at(String name);

    /** The tensor that the forward pass reads. */
    Tensor parameter(String name, Initialiser initialiser, long... shape);

    /** As {@link #parameter}, in float32 whatever the others are. */
    Tensor exact(String name, Initialiser initialiser, long... shape);

    /** As {@link #parameter}, kept and saved but never trained. */
    Tensor fixed(String name, Initialiser initialiser, long... shape);

    /** A linear map whose matrix {@code [out, in]} is called {@code name.weight}. */
    Projection projection(String name, int in, int out, Initialiser initialiser);

    /** A linear map with a bias {@code name.bias}, at first zero. */
    Projection biased(String name, int in, int out, Initialiser initialiser);

    /** A linear map with a bias, whose matrix {@code name.weight} is {@code [in, out]}. */
    Projection transposed(String name, int in, int out, Initialiser initialiser);

    /** Vectors of ids, whose table {@code [rows, width]} is called {@code name.weight}. */
    Embedding embedding(String name, int rows, int width, Initialiser initialiser);

    /** What the self-attention of a decoder's layer sees before its own tokens, if an adapter adds something. */
    default Optional<Prefix> prefix(int layer, Attention.Heads heads) {
        return Optional.empty();
    }

    /** Whether the values of that name come from a file. */
    boolean stored(String name);

    /** Whether this name can be given: it is in the file, or weights are drawn. */
    boolean offers(String name);

    /** All weights of a store. */
    static Weights of(WeightStore store) {
        return new StoredWeights(store, "");
    }
}
