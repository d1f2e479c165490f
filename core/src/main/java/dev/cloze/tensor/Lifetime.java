package dev.cloze.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * The native memory of something that is built once and used for long, such as a model: what is made while it is built, and
 * not freed by then, is freed when the lifetime is closed. One thread at a time builds and closes.
 */
public final class Lifetime implements AutoCloseable {

    private static final ThreadLocal<Optional<Building>> BUILDING = ThreadLocal.withInitial(Optional::empty);

    private final List<PointerScope> built = new ArrayList<>();

    private record Building(Lifetime owner, PointerScope scope) {}

    /** The one that is being built on this thread, if there is one. */
    static Optional<Lifetime> current() {
        return BUILDING.get().map(Building::owner);
    }

    /** What {@code body} builds, as part of this. If it fails, all that it made is freed at once. */
    public <T> T building(Supplier<T> body) {
        Optional<Building> outer = BUILDING.get();
        if (outer.filter(building -> building.owner() == this).isPresent()) {
            return body.get();
        }
        PointerScope scope = new PointerScope();
        BUILDING.set(Optional.of(new Building(this, scope)));
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
        BUILDING.get().ifPresentOrElse(building -> building.scope().attach(pointer), pointer::retainReference);
        return pointer;
    }

    /** Frees all of it; what was built cannot be used afterwards. */
    @Override
    public void close() {
        built.forEach(PointerScope::close);
        built.clear();
    }
}
