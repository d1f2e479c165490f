package dev.cloze.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import org.bytedeco.pytorch.Tensor;

/**
 * One forward pass: whether it trains, its dropout, the losses that layers add to the model's own, and who watches hidden
 * states. Every place of a network takes a pass of its own, split by name.
 */
public final class ForwardPass {

    private final boolean training;
    private final Dropout dropout;
    private final BiConsumer<String, Tensor> observer;
    private final List<AuxiliaryLoss> losses;

    private ForwardPass(
            boolean training, Dropout dropout, BiConsumer<String, Tensor> observer, List<AuxiliaryLoss> losses) {
        this.training = training;
        this.dropout = dropout;
        this.observer = observer;
        this.losses = losses;
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
        return new ForwardPass(false, Dropout.NONE, (place, hidden) -> {}, new ArrayList<>());
    }

    /** A pass that trains. */
    public static ForwardPass training(Dropout dropout) {
        return new ForwardPass(true, dropout, (place, hidden) -> {}, new ArrayList<>());
    }

    /** This pass, with {@code observer} shown every block's input and each stack's result, as {@code encoder.0}, {@code encoder.1}, …. */
    public ForwardPass observedBy(BiConsumer<String, Tensor> observer) {
        return new ForwardPass(training, dropout, observer, losses);
    }

    /** The part of this pass that belongs to a named place. */
    public ForwardPass at(String name) {
        return dropout.rate() == 0 ? this : new ForwardPass(training, dropout.at(name), observer, losses);
    }

    /** The part of this pass that belongs to a numbered place. */
    public ForwardPass at(long index) {
        return dropout.rate() == 0 ? this : new ForwardPass(training, dropout.at(index), observer, losses);
    }

    /** {@code x} after the dropout of a named place. */
    public Tensor drop(String name, Tensor x) {
        return dropout.at(name).apply(x);
    }

    /** Whether this pass trains. */
    public boolean training() {
        return training;
    }

    /** What layers have added so far, in this pass or any part of it. */
    public List<AuxiliaryLoss> losses() {
        return Collections.unmodifiableList(losses);
    }

    /** Adds a loss to the model's own. */
    public void add(AuxiliaryLoss loss) {
        losses.add(loss);
    }

    /** Shows a hidden state to who watches. */
    public void show(String place, Tensor hidden) {
        observer.accept(place, hidden);
    }
}
