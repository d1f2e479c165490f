package dev.cloze.adapter.inject;

import dev.cloze.Refusal;
import dev.cloze.nn.Embedding;
import dev.cloze.nn.Prefix;
import dev.cloze.nn.Projection;
import dev.cloze.nn.Residual;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Tensors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * A model's weights with an adapter's in between: the same names, some of them answered differently.
 *
 * @param base the model's weights
 * @param own the adapter's weights, by the model's names
 * @param injection what the adapter puts in the place of layers
 * @param prefix what stands before every name, empty or ending in a dot
 * @param read what is remembered of the embedding for a head that shares its table
 */
public record AdaptedWeights(Weights base, Weights own, Injection injection, String prefix, ReadRows read)
        implements Weights {

    /** All weights of a model. */
    public AdaptedWeights(Weights base, Weights own, Injection injection) {
        this(base, own, injection, "", new ReadRows());
    }

    private static final String T5_TABLE = "shared";

    /** How a map's parameters lie. */
    private enum Kind {
        PLAIN,
        BIASED,
        TRANSPOSED
    }

    @Override
    public Weights at(String name) {
        return new AdaptedWeights(base.at(name), own, injection, prefix + name + ".", read);
    }

    @Override
    public Tensor parameter(String name, Initialiser initialiser, long... shape) {
        return keeps(name)
                ? own.parameter(prefix + name, first(name, initialiser, shape), shape)
                : base.parameter(name, initialiser, shape);
    }

    @Override
    public Tensor exact(String name, Initialiser initialiser, long... shape) {
        return keeps(name)
                ? own.exact(prefix + name, first(name, initialiser, shape), shape)
                : base.exact(name, initialiser, shape);
    }

    @Override
    public Tensor fixed(String name, Initialiser initialiser, long... shape) {
        return base.fixed(name, initialiser, shape);
    }

    // What the adapter keeps begins as the model has it; once it is in the adapter's file, the model's is not read.
    private Initialiser first(String name, Initialiser initialiser, long[] shape) {
        if (own.stored(prefix + name)) {
            return initialiser;
        }
        if (!base.offers(name)) {
            throw Refusal.at(prefix + name, "cannot be kept by an adapter: the model shares it with another weight");
        }
        return Initialiser.copyOf(base.parameter(name, initialiser, shape));
    }

    private boolean keeps(String name) {
        String path = prefix + name;
        int dot = path.lastIndexOf('.');
        return injection.keeps(path.substring(0, Math.max(0, dot)), path.substring(dot + 1));
    }

    @Override
    public Projection projection(String name, int in, int out, Initialiser initialiser) {
        return adapted(Kind.PLAIN, name, in, out, initialiser);
    }

    @Override
    public Projection biased(String name, int in, int out, Initialiser initialiser) {
        return adapted(Kind.BIASED, name, in, out, initialiser);
    }

    @Override
    public Projection transposed(String name, int in, int out, Initialiser initialiser) {
        return adapted(Kind.TRANSPOSED, name, in, out, initialiser);
    }

    private Projection adapted(Kind kind, String name, int in, int out, Initialiser initialiser) {
        Projection plain = plain(kind, name, in, out, initialiser);
        return injection.projection(
                new TargetModule(prefix + name, in, out, plain, () -> matrix(kind, name, in, out, initialiser)));
    }

    private Projection plain(Kind kind, String name, int in, int out, Initialiser initialiser) {
        if (keeps(name + ".weight") || keeps(name + ".bias")) {
            return kept(kind, name, in, out, initialiser);
        }
        return switch (kind) {
            case PLAIN -> base.projection(name, in, out, initialiser);
            case BIASED -> base.biased(name, in, out, initialiser);
            case TRANSPOSED -> base.transposed(name, in, out, initialiser);
        };
    }

    private Projection kept(Kind kind, String name, int in, int out, Initialiser initialiser) {
        Tensor weight = kind == Kind.TRANSPOSED
                ? parameter(name + ".weight", initialiser, in, out)
                : parameter(name + ".weight", initialiser, out, in);
        if (kind == Kind.PLAIN) {
            return new Projection.Dense(weight);
        }
        Tensor bias = parameter(name + ".bias", Initialiser.ZEROS, out);
        return kind == Kind.BIASED ? new Projection.Biased(weight, bias) : new Projection.Transposed(weight, bias);
    }

    private Tensor matrix(Kind kind, String name, int in, int out, Initialiser initialiser) {
        return kind == Kind.TRANSPOSED
                ? parameter(name + ".weight", initialiser, in, out).t()
                : parameter(name + ".weight", initialiser, out, in);
    }

    @Override
    public Embedding embedding(String name, int rows, int width, Initialiser initialiser) {
        String path = prefix + name;
        Embedding plain = base.embedding(name, rows, width, initialiser);
        if (keeps(name + ".weight")) {
            return kept(path, plain);
        }
        List<Integer> tokens = injection.tokens(path, true);
        return tokens.isEmpty() ? plain : new TokenEmbedding(plain, read.keep(path, rows(path, tokens, plain.table())));
    }

    @Override
    public Embedding words(String name, Embedding table, double factor) {
        String path = prefix + name;
        Embedding own = table instanceof KeptEmbedding kept ? kept.at(path) : table;
        if (read.isOf(path) || own instanceof KeptEmbedding) {
            return own.times(factor); // The same module under the same name.
        }
        if (keeps(name + ".weight")) {
            return kept(path, own).times(factor);
        }
        List<Integer> tokens = injection.tokens(path, false);
        return tokens.isEmpty()
                ? injection.words(path, base.words(name, own, 1), factor)
                : new TokenEmbedding(own, rows(path, tokens, own.table())).times(factor);
    }

    private TokenRows rows(String path, List<Integer> tokens, Tensor table) {
        return TokenRows.of(own.at(path), tokens, table);
    }

    private Embedding kept(String path, Embedding plain) {
        Tensor table = plain.table();
        Tensor copy = own.parameter(path + ".weight", Initialiser.copyOf(table), table.shape());
        return new KeptEmbedding(path, rows(copy), plain);
    }

    private static Embedding rows(Tensor table) {
        return new Embedding.Rows(table, Tensors.type(table));
    }

    @Override
    public Projection head(String name, int in, int out, Initialiser initialiser) {
        Projection plain = keeps(name + ".weight")
                ? new Projection.Dense(parameter(name + ".weight", initialiser, out, in))
                : base.head(name, in, out, initialiser);
        // Transformers calls every T5 tied, and PEFT goes by that: its rows for texts are the head's, too.
        Optional<TokenRows> shared = read.isOf(T5_TABLE) ? read.rows() : Optional.empty();
        return head(new TargetModule(prefix + name, in, out, plain, plain::matrix), shared);
    }

    // Rows of its own, or those of the embedding that it is tied to.
    private Projection head(TargetModule target, Optional<TokenRows> shared) {
        Projection plain = injection.head(target);
        if (keeps(target.path().substring(prefix.length()) + ".weight")) {
            return plain;
        }
        List<Integer> tokens = injection.tokens(target.path(), false);
        Optional<TokenRows> rows = tokens.isEmpty()
                ? shared
                : Optional.of(rows(target.path(), tokens, target.matrix().get()));
        return rows.<Projection>map(own -> new TokenHead(plain, own)).orElse(plain);
    }

    @Override
    public Projection head(String name, Tensor table) {
        int in = Math.toIntExact(table.size(1));
        int out = Math.toIntExact(table.size(0));
        Projection plain = keeps(name + ".weight")
                ? new Projection.Dense(own.parameter(prefix + name + ".weight", Initialiser.copyOf(table), out, in))
                : base.head(name, table);
        return head(new TargetModule(prefix + name, in, out, plain, () -> table), read.rows());
    }

    @Override
    public Optional<Projection> joint(Map<String, Initialiser> names, int in, int out) {
        boolean alone = names.keySet().stream()
                .anyMatch(name -> injection.changes(prefix + name) || keeps(name + ".weight") || keeps(name + ".bias"));
        return alone ? Optional.empty() : base.joint(names, in, out);
    }

    @Override
    public Projection exactly(Tensor matrix) {
        return base.exactly(matrix);
    }

    @Override
    public boolean packed() {
        return base.packed();
    }

    @Override
    public Weights forManyRows() {
        return new AdaptedWeights(base.forManyRows(), own, injection, prefix, read);
    }

    @Override
    public Optional<Prefix> prefix(int layer, int heads, int width) {
        return injection.prefix(layer, heads, width).or(() -> base.prefix(layer, heads, width));
    }

    @Override
    public Residual residual(Residual.After after, int width) {
        return injection.residual(
                prefix.substring(0, Math.max(0, prefix.length() - 1)), after, width, base.residual(after, width));
    }

    @Override
    public boolean stored(String name) {
        return base.stored(name) || (keeps(name) && own.stored(prefix + name));
    }

    @Override
    public boolean offers(String name) {
        return base.offers(name) || (keeps(name) && own.stored(prefix + name));
    }
}
