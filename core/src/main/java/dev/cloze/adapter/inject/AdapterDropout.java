package dev.cloze.adapter.inject;

import dev.cloze.nn.ForwardPass;
import org.bytedeco.pytorch.Tensor;

/** The dropout of an adapter's own: maps are not told of the pass they belong to, so the model around them says which it is. */
public final class AdapterDropout {

    private final double rate;
    private ForwardPass pass = ForwardPass.inference();

    public AdapterDropout(double rate) {
        this.rate = rate;
    }

    /** From now on maps belong to {@code current}. */
    void follow(ForwardPass current) {
        if (rate > 0) {
            pass = current.at("adapter");
        }
    }

    /** Whether values are dropped now. */
    boolean drops() {
        return rate > 0 && pass.training();
    }

    /** {@code x} with a share of its values dropped, if this is a training pass. */
    Tensor drop(String path, Tensor x) {
        return drops() ? pass.drop(path, rate, x) : x;
    }
}
