package dev.cloze.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * The native memory of something that is built once and used for long, such as a model: what is made while it is built, and
 * not freed by then, is freed when the lifetime is closed. Build and close it from one thread at a time.
 */
public final class Lifetime implements AutoCloseable {

    private static final ThreadLocal<Optional<PointerScope>> BUILDING = ThreadLocal.withInitial(Optional::empty);

    private final List<PointerScope> built = new ArrayList<>();

    /** What {@code body} builds. If it fails, all that it made is freed at once. */
    public <T> T building(Supplier<T> body) {
        Optional<PointerScope> outer = BUILDING.get();
        PointerScope scope = new PointerScope();
        BUILDING.set(Optional.of(scope));
        try {
            T result = body.get();
            scope.extend(); // the next close only takes it from this thread's open scopes
            built.add(scope);
            return result;
        } finally {
            BUILDING.set(outer);
            scope.close();
        }
    }

    /** Lets {@code pointer} live as long as what is being built on this thread, whatever scopes are open; without such a thing, forever. */
    public static <P extends Pointer> P held(P pointer) {
        BUILDING.get().ifPresentOrElse(scope -> scope.attach(pointer), pointer::retainReference);
        return pointer;
    }

    /** Frees all of it; what was built cannot be used afterwards. */
    @Override
    public void close() {
        built.forEach(PointerScope::close);
        built.clear();
    }
}
