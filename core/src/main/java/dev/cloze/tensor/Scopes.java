package dev.cloze.tensor;

import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * The doors out of a {@link PointerScope}. A scope frees every native object made inside it when it closes; what has to
 * live longer leaves through one of these methods.
 */
public final class Scopes {

    private Scopes() {}

    /** Runs {@code body} in a scope of its own; its result outlives that scope and joins the enclosing one, if there is one. */
    public static Tensor keep(Supplier<Tensor> body) {
        PointerScope outer = PointerScope.getInnerScope();
        try (PointerScope inner = new PointerScope()) {
            Tensor kept = body.get();
            if (outer == null) {
                kept.retainReference();
            } else {
                outer.attach(kept);
            }
            return kept;
        }
    }

    /** As {@link #keep}, recording nothing for a backward pass. */
    public static Tensor keepWithoutGradient(Supplier<Tensor> body) {
        return keep(() -> {
            try (NoGradGuard guard = new NoGradGuard()) {
                return body.get();
            }
        });
    }

    /** Runs {@code body} in a scope of its own, recording nothing for a backward pass; nothing leaves. */
    public static void withoutGradient(Runnable body) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            body.run();
        }
    }

    /** Makes {@code pointer} independent of every open scope: it lives until it is released or the program ends. */
    public static <P extends Pointer> P forever(P pointer) {
        return pointer.retainReference();
    }
}
