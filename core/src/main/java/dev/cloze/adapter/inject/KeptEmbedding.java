package dev.cloze.adapter.inject;

import dev.cloze.nn.Embedding;
import dev.cloze.nn.ForwardPass;
import org.bytedeco.pytorch.Tensor;

/**
 * An embedding that an adapter keeps whole. As in PEFT it is a copy for the module of that name alone: a head over the same
 * table, and stacks that name the table otherwise, go on with the model's.
 *
 * @param path the module's name
 * @param own the adapter's
 * @param base the model's
 */
record KeptEmbedding(String path, Embedding own, Embedding base) implements Embedding {

    @Override
    public Tensor apply(Tensor ids, ForwardPass pass) {
        return own.apply(ids, pass);
    }

    @Override
    public Tensor table() {
        return base.table();
    }

    /** What the module at {@code other} reads. */
    Embedding at(String other) {
        return other.equals(path) ? this : base;
    }
}
