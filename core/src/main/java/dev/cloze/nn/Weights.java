package dev.cloze.nn;

import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.PackedMatrix;
import dev.cloze.tensor.WeightStore;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * Weights by name under a prefix: {@code weights.at("encoder").at("block.0")}. A model asks for the same names whether its
 * weights are drawn or read from a file, and an adapter is a {@code Weights} that answers some names differently. Nothing here has
 * an answer of its own, so that whoever stands around other weights cannot forget to ask them.
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

    /** The map to the vocabulary, whose matrix {@code [out, in]} is called {@code name.weight}. */
    Projection head(String name, int in, int out, Initialiser initialiser);

    /** The map to the vocabulary, called {@code name}, whose matrix is the table of an embedding. */
    Projection head(String name, Tensor table);

    /** The map whose matrix is {@code matrix}, from and to float32 whatever the others are. */
    Projection exactly(Tensor matrix);

    /**
     * Linear maps of one input as one, their outputs of width {@code out} side by side in the map's order, where that is faster and none of them
     * has to stay by itself. Then they must not be asked for one by one.
     */
    Optional<Projection> joint(Map<String, Initialiser> names, int in, int out);

    /** These, for matrices that multiply many rows at once, as an encoder's do. */
    Weights forManyRows();

    /** Whether they are arranged for fast products, and for nothing else, for as long as the model lives. */
    boolean packed();

    /** Vectors of ids, whose table {@code [rows, width]} is called {@code name.weight}. */
    Embedding embedding(String name, int rows, int width, Initialiser initialiser);

    /**
     * How a part of the network called {@code name} reads words: the vectors of {@code table}, times {@code factor}, unless an
     * adapter says otherwise.
     */
    Embedding words(String name, Embedding table, double factor);

    /** What the self-attention of a decoder's layer, of {@code heads} heads of that width, sees before its own tokens, if an adapter adds something. */
    Optional<Prefix> prefix(int layer, int heads, int width);

    /** How the sub-layer whose weights these are joins a stream of that width. */
    Residual residual(Residual.After after, int width);

    /** Whether the values of that name come from a file. */
    boolean stored(String name);

    /** Whether this name can be given: it is in the file, or weights are drawn. */
    boolean offers(String name);

    /** All weights of a store. */
    static Weights of(WeightStore store) {
        return new StoredWeights(store, "", PackedMatrix.Rows.FEW);
    }
}
