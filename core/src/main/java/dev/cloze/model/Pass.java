package dev.cloze.model;

import dev.cloze.nn.Dropout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import org.bytedeco.pytorch.Tensor;

/** One forward pass: its dropout, the losses that layers add to the model's own, and who watches hidden states. */
public final class Pass {

    private final Dropout dropout;
    private final BiConsumer<String, Tensor> observer;
    private final List<AuxiliaryLoss> losses = new ArrayList<>();

    private Pass(Dropout dropout, BiConsumer<String, Tensor> observer) {
        this.dropout = dropout;
        this.observer = observer;
    }

    /**
     * A loss beside the cross entropy, such as a router's load balance.
     *
     * @param name what it is called in reports
     * @param value a scalar, weighted already
     */
    public record AuxiliaryLoss(String name, Tensor value) {}

    /** A pass without dropout. */
    public static Pass inference() {
        return training(Dropout.NONE);
    }

    /** A pass with dropout. */
    public static Pass training(Dropout dropout) {
        return new Pass(dropout, (place, hidden) -> {});
    }

    /** This pass, with {@code observer} shown every block's input and each stack's result, as {@code encoder.0}, {@code encoder.1}, …. */
    public Pass observedBy(BiConsumer<String, Tensor> observer) {
        return new Pass(dropout, observer);
    }

    /** The pass's dropout. */
    public Dropout dropout() {
        return dropout;
    }

    /** What layers have added so far. */
    public List<AuxiliaryLoss> losses() {
        return Collections.unmodifiableList(losses);
    }

    void add(AuxiliaryLoss loss) {
        losses.add(loss);
    }

    void show(String place, Tensor hidden) {
        observer.accept(place, hidden);
    }
}
