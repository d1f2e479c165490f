package dev.cloze.tensor;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Where a model's weights come from: drawn by an initialiser, or read from a file by the same names. A model asks for each
 * weight once, by name and shape; what it asked for becomes {@link #parameters}.
 */
public final class WeightStore implements AutoCloseable {

    /** What is done with the weights. */
    public enum Use {
        /** Float32 masters, and gradients. */
        TRAINING,
        /** One tensor each, in the type that is computed in; no gradients. */
        INFERENCE,
        /** As for inference, but gradients flow through to what is trained beside: the base of an adapter. */
        FROZEN,
        /** As for inference, and on the CPU matrices are arranged once for fast products and cannot be read back. */
        PACKED
    }

    private static final int MOST_MISFITS = 10_000;

    private final Optional<NamedTensors> file;
    private final Seed seed;
    private final Placement placement;
    private final Parameters parameters = new Parameters();
    private final List<PackedMatrix> packed = new ArrayList<>();
    private final Set<String> lent = new TreeSet<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> mismatched = new ArrayList<>();

    // What was being built when this was: its weights live as long, whoever asks for them later.
    private final Optional<Lifetime> owner = Lifetime.current();

    private Predicate<String> learnt = name -> true;
    private Optional<Seed> drawing = Optional.empty();

    private WeightStore(Optional<NamedTensors> file, Seed seed, Placement placement) {
        this.file = file;
        this.seed = seed;
        this.placement = placement;
    }

    /**
     * How and where weights are held.
     *
     * @param precision what they are computed in
     * @param device where they live
     * @param use what is done with them
     */
    public record Placement(Precision precision, ComputeDevice device, Use use) {}

    /** New weights for training on the CPU. */
    public static WeightStore initialised(Seed seed, Precision precision) {
        return initialised(seed, new Placement(precision, ComputeDevice.CPU, Use.TRAINING));
    }

    /** New weights. Each is drawn from its own seed, split by name, so the order in which they are asked for is free. */
    public static WeightStore initialised(Seed seed, Placement placement) {
        return new WeightStore(Optional.empty(), seed, placement);
    }

    /** A file's weights for training on the CPU. */
    public static WeightStore from(NamedTensors file, Precision precision) {
        return from(file, new Placement(precision, ComputeDevice.CPU, Use.TRAINING));
    }

    /** A file's weights. Missing names and wrong shapes are collected, and told all at once by {@link #verify}. */
    public static WeightStore from(NamedTensors file, Placement placement) {
        return new WeightStore(Optional.of(file), new Seed(0), placement);
    }

    /**
     * A file's weights without their values: what a model asks for is noted with its shape and takes no memory. The model
     * cannot be run.
     */
    public static WeightStore described(NamedTensors file) {
        return from(file, new Placement(Precision.FLOAT32, ComputeDevice.NONE, Use.TRAINING));
    }

    /**
     * As it is, but of its weights only those that {@code learnt} names are trained, and what the file lacks of them is drawn,
     * if there is a seed.
     */
    public WeightStore learning(Predicate<String> names, Optional<Seed> drawn) {
        this.learnt = names;
        this.drawing = drawn;
        return this;
    }

    /** What has been asked for so far. */
    public Parameters parameters() {
        return parameters;
    }

    /** How and where weights are held. */
    public Placement placement() {
        return placement;
    }

    /** Whether the values of that name are in the file. */
    public boolean stored(String name) {
        return file.isPresent() && file.get().contains(name);
    }

    /** Whether this name can be given: it is in the file, or weights are drawn. */
    public boolean offers(String name) {
        return file.isEmpty() || stored(name);
    }

    /** The weight of that name, made on first use. */
    public Parameter parameter(String name, Initialiser initialiser, long... shape) {
        // What is not multiplied is small, or added to the stream of float32 numbers that flows between products.
        Precision precision = packs() ? Precision.FLOAT32 : placement.precision();
        return parameter(name, new Placement(precision, placement.device(), placement.use()), initialiser, shape);
    }

    /** As {@link #parameter}, for a table of which few rows are read at a time: in the type that is computed in, at most 16 bits in int8. */
    public Parameter table(String name, Initialiser initialiser, long... shape) {
        boolean narrow = packs() && placement.precision() != Precision.FLOAT32;
        Precision precision = narrow ? Precision.BFLOAT16 : placement.precision();
        return parameter(name, new Placement(precision, placement.device(), placement.use()), initialiser, shape);
    }

    /** As {@link #parameter}, computed in float32 whatever the others are: for routers. */
    public Parameter exact(String name, Initialiser initialiser, long... shape) {
        return parameter(
                name, new Placement(Precision.FLOAT32, placement.device(), placement.use()), initialiser, shape);
    }

    /**
     * As {@link #parameter}, never trained and never rounded: for what a file keeps beside its weights. A file without it gets
     * a new one.
     */
    public Parameter fixed(String name, Initialiser initialiser, long... shape) {
        Placement where = new Placement(Precision.FLOAT32, placement.device(), Use.INFERENCE);
        if (!parameters.contains(name) && !offers(name)) {
            make(() -> parameters.add(placed(name, where, drawn(name, initialiser, shape))));
        }
        return parameter(name, where, initialiser, shape);
    }

    /** Whether matrices are to be asked for by {@link #packed} and not as parameters. */
    public boolean packs() {
        return placement.use() == Use.PACKED && placement.device().isCpu();
    }

    /** The matrices of those names, each {@code [out, in]}, one below the other and arranged for products; closed with the store. */
    public PackedMatrix packed(Map<String, Initialiser> names, PackedMatrix.Rows rows, long out, long in) {
        return kept(rows, () -> {
            TensorVector parts = new TensorVector();
            names.forEach((name, initialiser) -> parts.push_back(lent(name, initialiser, out, in)));
            return parts.size() == 1 ? parts.get(0) : torch.cat(parts, 0); // [names · out, in]
        });
    }

    /** The matrix {@code [in, out]} of that name, turned and arranged for products. */
    public PackedMatrix packedTransposed(String name, Initialiser initialiser, long in, long out) {
        return kept(
                PackedMatrix.Rows.FEW, () -> lent(name, initialiser, in, out).t()); // [out, in]
    }

    /** A copy of {@code matrix}, {@code [out, in]}, arranged for products. */
    public PackedMatrix packed(Tensor matrix) {
        return kept(PackedMatrix.Rows.FEW, () -> matrix);
    }

    /** As {@link #packed(Tensor)}, in float32 whatever the others are. */
    public PackedMatrix packedExactly(Tensor matrix) {
        return kept(PackedMatrix.Rows.MANY, Precision.FLOAT32, () -> matrix);
    }

    private PackedMatrix kept(PackedMatrix.Rows rows, Supplier<Tensor> weight) {
        return kept(rows, placement.precision(), weight);
    }

    private PackedMatrix kept(PackedMatrix.Rows rows, Precision precision, Supplier<Tensor> weight) {
        make(() -> {
            Tensor exact = weight.get().to(ScalarType.Float);
            packed.add(PackedMatrix.of(sound() ? exact : torch.zeros(1, 1), precision, rows));
        });
        return packed.get(packed.size() - 1);
    }

    // The values of a weight that is not kept, in float32.
    private Tensor lent(String name, Initialiser initialiser, long... shape) {
        lent.add(name);
        if ((file.isPresent() && !fits(file.get(), name, shape)) || !sound()) {
            return torch.zeros(1).expand(shape);
        }
        return file.isPresent() ? read(file.get(), name).to(ScalarType.Float) : drawn(name, initialiser, shape);
    }

    private Tensor read(NamedTensors source, String name) {
        Tensor values = source.read(name);
        WeightMisfit.values(name, values).ifPresent(mismatched::add);
        return values;
    }

    private Parameter parameter(String name, Placement where, Initialiser initialiser, long[] shape) {
        if (!parameters.contains(name)) {
            make(() -> parameters.add(make(name, where, initialiser, shape)));
        }
        Parameter found = parameters.at(name);
        if (!Arrays.equals(found.master().shape(), shape)) {
            throw Refusal.at(
                    name,
                    "asked for as %s and as %s",
                    Arrays.toString(found.master().shape()),
                    Arrays.toString(shape));
        }
        return found;
    }

    private void make(Runnable body) {
        Runnable made = () -> Scopes.withoutGradient(body);
        owner.ifPresentOrElse(
                lifetime -> lifetime.building(() -> {
                    made.run();
                    return this;
                }),
                made);
    }

    /** Names in the file that no one asked for. */
    public Set<String> unused() {
        Set<String> names = new TreeSet<>(file.map(NamedTensors::names).orElse(Set.of()));
        names.removeIf(parameters::contains);
        names.removeAll(lent);
        return names;
    }

    /** How the file goes together with the model that asked. */
    public WeightFit fit() {
        return new WeightFit(missing, mismatched, List.copyOf(unused()));
    }

    /** Stops if the file lacked a weight or had it in another shape, naming the first of them. */
    public void verify(String place) {
        WeightFit fit = fit();
        if (!fit.complete()) {
            throw Refusal.at(place, "%s", fit.summary());
        }
    }

    /** Frees all weights; the model built from them cannot be used afterwards. */
    @Override
    public void close() {
        parameters.close();
        packed.forEach(PackedMatrix::close);
    }

    private Parameter make(String name, Placement where, Initialiser initialiser, long[] shape) {
        if (!offers(name) && drawing.isPresent() && learnt.test(name)) {
            return placed(name, where, drawn(name, initialiser, shape));
        }
        if (file.isPresent() && !fits(file.get(), name, shape)) {
            return standIn(name, shape);
        }
        if (where.device().equals(ComputeDevice.NONE)) {
            Tensor shapeOnly = Lifetime.held(Tensors.empty(where.device(), ScalarType.Float, shape));
            return new Parameter(name, shapeOnly, Optional.empty(), where.use() == Use.TRAINING && learnt.test(name));
        }
        return placed(name, where, file.isPresent() ? read(file.get(), name) : drawn(name, initialiser, shape));
    }

    private Parameter placed(String name, Placement where, Tensor value) {
        boolean training = where.use() == Use.TRAINING;
        Precision precision = where.precision();
        Tensor master = owned(value, training ? ScalarType.Float : precision.type());
        Optional<Tensor> copy = training && precision != Precision.FLOAT32
                ? Optional.of(owned(master, precision.type()))
                : Optional.empty();
        boolean changes = training && learnt.test(name);
        copy.orElse(master).set_requires_grad(changes);
        return new Parameter(name, master, copy, changes);
    }

    private Tensor owned(Tensor value, ScalarType type) {
        if (!sound()) {
            // The model will be refused: nothing more is allocated for it.
            return Lifetime.held(torch.zeros(1).expand(value.shape()));
        }
        Tensor copy = Tensors.empty(placement.device(), type, value.shape());
        copy.copy_(value);
        return Lifetime.held(copy);
    }

    private Tensor drawn(String name, Initialiser initialiser, long[] shape) {
        Tensor value = torch.empty(shape);
        initialiser.fill(value, drawing.orElse(seed).split(name));
        return value;
    }

    // Whether all that was asked for so far fits.
    private boolean sound() {
        return missing.isEmpty() && mismatched.isEmpty();
    }

    private boolean fits(NamedTensors source, String name, long[] shape) {
        if (missing.size() + mismatched.size() > MOST_MISFITS) {
            verify(source.toString()); // A config that is so wrong could ask for names without end.
        }
        if (!source.contains(name)) {
            missing.add(name);
            return false;
        }
        Optional<String> misfit = WeightMisfit.header(source, name, shape);
        misfit.ifPresent(mismatched::add);
        return misfit.isEmpty();
    }

    // The right shape over a single value, so that a wrong config cannot ask for more memory than its file has.
    private static Parameter standIn(String name, long[] shape) {
        return new Parameter(name, Lifetime.held(torch.zeros(1).expand(shape)), Optional.empty(), false);
    }
}
