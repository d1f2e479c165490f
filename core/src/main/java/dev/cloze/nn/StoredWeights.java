package dev.cloze.nn;

import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.WeightStore;
import org.bytedeco.pytorch.Tensor;

/**
 * The plain answer: every name is looked up in a store.
 *
 * @param store where the weights are
 * @param prefix what stands before every name, empty or ending in a dot
 */
record StoredWeights(WeightStore store, String prefix) implements Weights {

    @Override
    public Weights at(String name) {
        return new StoredWeights(store, prefix + name + ".");
    }

    @Override
    public Tensor parameter(String name, Initialiser initialiser, long... shape) {
        return store.parameter(prefix + name, initialiser, shape).compute();
    }

    @Override
    public Tensor exact(String name, Initialiser initialiser, long... shape) {
        return store.exact(prefix + name, initialiser, shape).compute();
    }

    @Override
    public Tensor fixed(String name, Initialiser initialiser, long... shape) {
        return store.fixed(prefix + name, initialiser, shape).compute();
    }

    @Override
    public Projection projection(String name, int in, int out, Initialiser initialiser) {
        return new Projection.Dense(parameter(name + ".weight", initialiser, out, in));
    }

    @Override
    public Projection biased(String name, int in, int out, Initialiser initialiser) {
        return new Projection.Biased(
                parameter(name + ".weight", initialiser, out, in), parameter(name + ".bias", Initialiser.ZEROS, out));
    }

    @Override
    public Projection transposed(String name, int in, int out, Initialiser initialiser) {
        return new Projection.Transposed(
                parameter(name + ".weight", initialiser, in, out), parameter(name + ".bias", Initialiser.ZEROS, out));
    }

    @Override
    public Embedding embedding(String name, int rows, int width, Initialiser initialiser) {
        return new Embedding.Rows(parameter(name + ".weight", initialiser, rows, width));
    }

    @Override
    public boolean stored(String name) {
        return store.stored(prefix + name);
    }

    @Override
    public boolean offers(String name) {
        return store.offers(prefix + name);
    }
}
