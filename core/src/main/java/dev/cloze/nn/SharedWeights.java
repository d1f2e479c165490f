package dev.cloze.nn;

import dev.cloze.tensor.Initialiser;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/** Weights that several networks are built from: each matrix is arranged once, whoever asks for it. */
public final class SharedWeights implements Weights {

    private final Weights base;
    private final String prefix;
    private final Map<String, Projection> made;

    /** Those of {@code base}. */
    public SharedWeights(Weights base) {
        this(base, "", new HashMap<>());
    }

    private SharedWeights(Weights base, String prefix, Map<String, Projection> made) {
        this.base = base;
        this.prefix = prefix;
        this.made = made;
    }

    @Override
    public Weights at(String name) {
        return new SharedWeights(base.at(name), prefix + name + ".", made);
    }

    @Override
    public Weights forManyRows() {
        return new SharedWeights(base.forManyRows(), prefix, made);
    }

    @Override
    public boolean packed() {
        return base.packed();
    }

    @Override
    public Tensor parameter(String name, Initialiser initialiser, long... shape) {
        return base.parameter(name, initialiser, shape);
    }

    @Override
    public Tensor exact(String name, Initialiser initialiser, long... shape) {
        return base.exact(name, initialiser, shape);
    }

    @Override
    public Tensor fixed(String name, Initialiser initialiser, long... shape) {
        return base.fixed(name, initialiser, shape);
    }

    @Override
    public Projection projection(String name, int in, int out, Initialiser initialiser) {
        return once(name, () -> base.projection(name, in, out, initialiser));
    }

    @Override
    public Projection biased(String name, int in, int out, Initialiser initialiser) {
        return once(name, () -> base.biased(name, in, out, initialiser));
    }

    @Override
    public Projection transposed(String name, int in, int out, Initialiser initialiser) {
        return once(name, () -> base.transposed(name, in, out, initialiser));
    }

    @Override
    public Projection head(String name, int in, int out, Initialiser initialiser) {
        return once(name, () -> base.head(name, in, out, initialiser));
    }

    @Override
    public Projection head(String name, Tensor table) {
        return once(name, () -> base.head(name, table));
    }

    @Override
    public Projection exactly(Tensor matrix) {
        return base.exactly(matrix);
    }

    /** Those that are asked for together are arranged together, and once more by themselves if someone asks for one of them. */
    @Override
    public Optional<Projection> joint(Map<String, Initialiser> names, int in, int out) {
        String all = prefix + String.join("+", names.keySet());
        if (!made.containsKey(all)) {
            base.joint(names, in, out).ifPresent(joint -> made.put(all, joint));
        }
        return Optional.ofNullable(made.get(all));
    }

    private Projection once(String name, Supplier<Projection> maker) {
        return made.computeIfAbsent(prefix + name, missing -> maker.get());
    }

    @Override
    public Embedding embedding(String name, int rows, int width, Initialiser initialiser) {
        return base.embedding(name, rows, width, initialiser);
    }

    @Override
    public Embedding words(String name, Embedding table, double factor) {
        return base.words(name, table, factor);
    }

    @Override
    public Optional<Prefix> prefix(int layer, int heads, int width) {
        return base.prefix(layer, heads, width);
    }

    @Override
    public Residual residual(Residual.After after, int width) {
        return base.residual(after, width);
    }

    @Override
    public boolean stored(String name) {
        return base.stored(name);
    }

    @Override
    public boolean offers(String name) {
        return base.offers(name);
    }
}
