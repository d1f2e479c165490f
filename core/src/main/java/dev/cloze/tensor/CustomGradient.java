package dev.cloze.tensor;

import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorBase;
import org.bytedeco.pytorch.TensorTensorHook;

/**
 * An operation whose backward pass is written by hand, where that costs less than what autograd would record. The bindings
 * cannot define a function of autograd's, so the result moves into a view of the input, and a hook on that view turns the
 * gradient of the one into the gradient of the other.
 */
public final class CustomGradient {

    /** The gradient returned last: libtorch copies the handle after the hook has returned, so it is closed at the next one. */
    private static final ThreadLocal<Pointer> RETURNED = ThreadLocal.withInitial(Pointer::new);

    private CustomGradient() {}

    /** Whether a gradient will flow to {@code input}, and a scope is open that can hold what the backward pass reads. */
    public static boolean possibleFor(Tensor input) {
        return GradMode.is_enabled() && input.requires_grad() && PointerScope.getInnerScope() != null;
    }

    /**
     * Makes {@code result}, which was computed from {@code input} without recording, flow back through {@code backward}.
     * Only where it is {@link #possibleFor} that input.
     *
     * @param input what the result depends on
     * @param result of the input's shape and type
     * @param backward from the result's gradient to the input's; runs once, without recording, in a scope of its own
     * @param kept tensors that {@code backward} reads; they are held until it has run, or else until the outermost scope ends
     */
    public static Tensor of(Tensor input, Tensor result, UnaryOperator<Tensor> backward, List<Tensor> kept) {
        Tensor view = input.alias();
        view.__dispatch_set_data(result);
        Hook hook = new Hook(backward, kept);
        PointerScope outermost = outermost();
        outermost.attach(hook);
        kept.forEach(outermost::attach);
        view.register_hook(hook);
        return view;
    }

    private static PointerScope outermost() {
        PointerScope outermost = PointerScope.getInnerScope();
        for (Iterator<PointerScope> scopes = PointerScope.getScopeIterator(); scopes.hasNext(); ) {
            outermost = scopes.next();
        }
        return outermost;
    }

    private static final class Hook extends TensorTensorHook {

        private final UnaryOperator<Tensor> backward;
        private final List<Tensor> kept;

        Hook(UnaryOperator<Tensor> backward, List<Tensor> kept) {
            this.backward = backward;
            this.kept = kept;
        }

        @Override
        public TensorBase call(TensorBase gradient) {
            Tensor result;
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                result = Scopes.forever(backward.apply(new Tensor(gradient)));
            }
            kept.forEach(Tensor::close);
            RETURNED.get().close();
            RETURNED.set(result);
            return result;
        }
    }
}
