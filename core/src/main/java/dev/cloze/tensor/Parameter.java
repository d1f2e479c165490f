package dev.cloze.tensor;

import java.util.Optional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * One named weight: a float32 master that the optimiser changes, and the tensor that the forward pass reads, which is the
 * master itself in float32 and a bfloat16 copy otherwise. The tensor objects stay the same for the parameter's life, so
 * layers may hold {@link #compute}. A weight that is only read (inference, frozen bases of adapters) has one tensor for
 * both and collects no gradient.
 */
public final class Parameter {

    private final String name;
    private final Tensor master;
    private final Optional<Tensor> copy;
    private final boolean trained;
    private Optional<Tensor> accumulated = Optional.empty();

    Parameter(String name, Tensor master, Optional<Tensor> copy, boolean trained) {
        this.name = name;
        this.master = master;
        this.copy = copy;
        this.trained = trained;
    }

    /** Its key in a Hugging Face folder, such as {@code encoder.block.0.layer.0.SelfAttention.q.weight}. */
    public String name() {
        return name;
    }

    /** The float32 value. */
    public Tensor master() {
        return master;
    }

    /** What the forward pass reads; a leaf that collects the gradient. */
    public Tensor compute() {
        return copy.orElse(master);
    }

    /** Whether it collects gradients. */
    public boolean trained() {
        return trained;
    }

    /**
     * The gradient: what {@link Parameters#accumulateGradients} added up in float32, or else what the last backward pass
     * left, in the type of {@link #compute}. Empty where nothing reached this weight. It belongs to the caller's scope.
     */
    public Optional<Tensor> gradient() {
        return accumulated.isPresent() ? accumulated : lastGradient();
    }

    void close() {
        accumulated.ifPresent(Tensor::close);
        copy.ifPresent(Tensor::close);
        master.close();
    }

    void refresh() {
        copy.ifPresent(tensor -> tensor.copy_(master));
    }

    void zeroGradient() {
        accumulated.ifPresent(Tensor::close);
        accumulated = Optional.empty();
        compute().mutable_grad().reset();
    }

    void accumulateGradient() {
        lastGradient().ifPresent(last -> {
            if (accumulated.isPresent()) {
                accumulated.get().add_(last);
            } else {
                accumulated =
                        Optional.of(Scopes.forever(last.to(ScalarType.Float, false, true, new MemoryFormatOptional())));
            }
            compute().mutable_grad().reset();
        });
    }

    private Optional<Tensor> lastGradient() {
        Tensor gradient = compute().grad();
        return gradient.defined() ? Optional.of(gradient) : Optional.empty();
    }
}
