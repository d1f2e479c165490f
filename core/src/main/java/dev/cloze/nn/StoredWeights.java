package dev.cloze.nn;

import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.PackedMatrix;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.Tensors;
import dev.cloze.tensor.WeightStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The plain answer: every name is looked up in a store.
 *
 * @param store where the weights are
 * @param prefix what stands before every name, empty or ending in a dot
 * @param rows how many rows its matrices multiply at a time
 */
record StoredWeights(WeightStore store, String prefix, PackedMatrix.Rows rows) implements Weights {

    @Override
    public Weights at(String name) {
        return new StoredWeights(store, prefix + name + ".", rows);
    }

    @Override
    public Weights forManyRows() {
        return new StoredWeights(store, prefix, PackedMatrix.Rows.MANY);
    }

    @Override
    public boolean packed() {
        return store.packs();
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
        return store.packs()
                ? packed(store.packed(Map.of(matrix(name), initialiser), rows, out, in), Optional.empty())
                : new Projection.Dense(parameter(name + ".weight", initialiser, out, in));
    }

    @Override
    public Optional<Projection> joint(Map<String, Initialiser> names, int in, int out) {
        if (!store.packs()) {
            return Optional.empty();
        }
        Map<String, Initialiser> matrices = new LinkedHashMap<>();
        names.forEach((name, initialiser) -> matrices.put(matrix(name), initialiser));
        return Optional.of(packed(store.packed(matrices, rows, out, in), Optional.empty()));
    }

    @Override
    public Projection biased(String name, int in, int out, Initialiser initialiser) {
        Tensor bias = parameter(name + ".bias", Initialiser.ZEROS, out);
        return store.packs()
                ? packed(store.packed(Map.of(matrix(name), initialiser), rows, out, in), Optional.of(bias))
                : new Projection.Biased(parameter(name + ".weight", initialiser, out, in), bias);
    }

    @Override
    public Projection transposed(String name, int in, int out, Initialiser initialiser) {
        Tensor bias = parameter(name + ".bias", Initialiser.ZEROS, out);
        return store.packs()
                ? packed(store.packedTransposed(matrix(name), initialiser, in, out), Optional.of(bias))
                : new Projection.Transposed(parameter(name + ".weight", initialiser, in, out), bias);
    }

    @Override
    public Projection head(String name, int in, int out, Initialiser initialiser) {
        return projection(name, in, out, initialiser);
    }

    @Override
    public Projection head(String name, Tensor table) {
        return store.packs() ? packed(store.packed(table), Optional.empty()) : new Projection.Dense(table);
    }

    @Override
    public Projection exactly(Tensor matrix) {
        return store.packs()
                ? new Projection.Packed(store.packedExactly(matrix), Optional.empty(), ScalarType.Float)
                : new Projection.Dense(matrix);
    }

    @Override
    public Embedding embedding(String name, int rows, int width, Initialiser initialiser) {
        Tensor table = store.table(matrix(name), initialiser, rows, width).compute();
        return new Embedding.Rows(table, store.packs() ? ScalarType.Float : Tensors.type(table));
    }

    @Override
    public Embedding words(String name, Embedding table, double factor) {
        return table.times(factor);
    }

    @Override
    public Optional<Prefix> prefix(int layer, int heads, int width) {
        return Optional.empty();
    }

    @Override
    public Residual residual(Residual.After after, int width) {
        return Residual.SUM;
    }

    @Override
    public boolean stored(String name) {
        return store.stored(prefix + name);
    }

    @Override
    public boolean offers(String name) {
        return store.offers(prefix + name);
    }

    private String matrix(String name) {
        return prefix + name + ".weight";
    }

    private Projection packed(PackedMatrix matrix, Optional<Tensor> bias) {
        boolean exact = store.placement().precision() == Precision.FLOAT32;
        return new Projection.Packed(matrix, bias, exact ? ScalarType.Float : ScalarType.BFloat16);
    }
}
