package dev.cloze.nn;

import dev.cloze.Seed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * One forward pass: whether it trains, its dropout, the losses that layers add to the model's own, and who watches hidden
 * states. Every place of a network takes a pass of its own, split by name.
 */
public final class ForwardPass {

    private final boolean training;
    private final Dropout dropout;
    private final BiConsumer<String, Tensor> observer;
    private final Seed whole; // of the pass that this is a part of
    private final Optional<RowAdapters> adapters;
    private final Gathered gathered;

    private ForwardPass(
            boolean training,
            Dropout dropout,
            BiConsumer<String, Tensor> observer,
            Seed whole,
            Optional<RowAdapters> adapters,
            Gathered gathered) {
        this.training = training;
        this.dropout = dropout;
        this.observer = observer;
        this.whole = whole;
        this.adapters = adapters;
        this.gathered = gathered;
    }

    /** What the layers of one pass leave behind; it lives in the scope in which the pass began. */
    private static final class Gathered {

        final Optional<PointerScope> home = Optional.ofNullable(PointerScope.getInnerScope());
        final List<AuxiliaryLoss> losses = new ArrayList<>();
        final List<Tensor> routes = new ArrayList<>();
        final IdentityHashMap<Object, Tensor> made = new IdentityHashMap<>();

        Tensor kept(Tensor tensor) {
            home.ifPresentOrElse(scope -> scope.attach(tensor), tensor::retainReference);
            return tensor;
        }
    }

    /**
     * A loss beside the cross entropy, such as a router's load balance.
     *
     * @param name what it is called in reports
     * @param value a scalar, weighted already
     */
    public record AuxiliaryLoss(String name, Tensor value) {}

    /** A pass that only reads: no dropout, no router noise. */
    public static ForwardPass inference() {
        return new ForwardPass(
                false, Dropout.NONE, (place, hidden) -> {}, Dropout.NONE.seed(), Optional.empty(), new Gathered());
    }

    /** A pass that trains. */
    public static ForwardPass training(Dropout dropout) {
        return new ForwardPass(true, dropout, (place, hidden) -> {}, dropout.seed(), Optional.empty(), new Gathered());
    }

    /** This pass, with {@code observer} shown every block's input and each stack's result, as {@code encoder.0}, {@code encoder.1}, …. */
    public ForwardPass observedBy(BiConsumer<String, Tensor> observer) {
        return new ForwardPass(training, dropout, observer, whole, adapters, gathered);
    }

    /** This pass, with rows that use {@code rows}. */
    public ForwardPass using(RowAdapters rows) {
        return new ForwardPass(training, dropout, observer, whole, Optional.of(rows), gathered);
    }

    /** This pass, all of whose rows use {@code adapter} if it is not said what they use. */
    public ForwardPass orUsing(int adapter) {
        return adapters.isPresent() ? this : using(RowAdapters.all(adapter));
    }

    /** This pass for a batch whose row {@code i} is row {@code rows[i]} of this one's. */
    public ForwardPass ofRows(int[] rows) {
        boolean alike = adapters.isEmpty() || !adapters.get().mixed();
        return alike ? this : using(adapters.get().select(rows));
    }

    /** Which adapter each row uses; none where nothing is said. */
    public RowAdapters adapters() {
        return adapters.orElse(RowAdapters.MODEL_ALONE);
    }

    /** The part of this pass that belongs to a named place. */
    public ForwardPass at(String name) {
        return training ? part(dropout.at(name)) : this;
    }

    /** The part of this pass that belongs to a numbered place. */
    public ForwardPass at(long index) {
        return training ? part(dropout.at(index)) : this;
    }

    private ForwardPass part(Dropout own) {
        return new ForwardPass(true, own, observer, whole, adapters, gathered);
    }

    /** {@code x} after the dropout of a named place. */
    public Tensor drop(String name, Tensor x) {
        return dropout.rate() == 0 ? x : dropout.at(name).apply(x);
    }

    /**
     * {@code x} after the dropout, while training, of what an adapter has put in the place called {@code path}; whatever part of the
     * network this is, the path alone says which noise that is.
     */
    public Tensor dropInjected(String path, double rate, Tensor x) {
        return training && rate > 0 ? new Dropout(whole.split("adapter").split(path), rate).apply(x) : x;
    }

    /** What {@code maker} makes the first time that it is asked in this pass or any part of it; it lives as long as the pass. */
    public Tensor once(Supplier<Tensor> maker) {
        Tensor known = gathered.made.get(maker);
        if (known != null) {
            return known;
        }
        Tensor made = gathered.kept(maker.get());
        gathered.made.put(maker, made);
        return made;
    }

    /** The seed of a named place's noise. */
    public Seed seed(String name) {
        return dropout.seed().split(name);
    }

    /** Whether this pass trains. */
    public boolean training() {
        return training;
    }

    /** What layers have added so far, in this pass or any part of it. */
    public List<AuxiliaryLoss> losses() {
        return Collections.unmodifiableList(gathered.losses);
    }

    /** Adds a loss to the model's own. */
    public void add(AuxiliaryLoss loss) {
        gathered.losses.add(new AuxiliaryLoss(loss.name(), gathered.kept(loss.value())));
    }

    /** Notes a router's logits, {@code [batch, length, experts]}, while training. */
    public void routed(Tensor logits) {
        if (training) {
            gathered.routes.add(gathered.kept(logits));
        }
    }

    /** The routers' logits noted since the last call, layer by layer. */
    public List<Tensor> takeRoutes() {
        List<Tensor> taken = List.copyOf(gathered.routes);
        gathered.routes.clear();
        return taken;
    }

    /** Shows a hidden state to who watches. */
    public void show(String place, Tensor hidden) {
        observer.accept(place, hidden);
    }
}
