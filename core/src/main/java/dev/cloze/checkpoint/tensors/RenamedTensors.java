package dev.cloze.checkpoint.tensors;

import dev.cloze.Refusal;
import dev.cloze.checkpoint.disk.Shown;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A file of tensors under other names; those without one are left out. */
public final class RenamedTensors implements TensorFile {

    private final TensorFile file;
    private final Map<String, String> stored; // the file's name by the name asked for

    private static final String HEAD = "lm_head.weight";
    private static final String EMBEDDING = "shared.weight";

    private RenamedTensors(TensorFile file, Map<String, String> stored) {
        this.file = file;
        this.stored = stored;
    }

    /** {@code file} with the names of {@code names}. */
    public static RenamedTensors of(TensorFile file, NameMap names) {
        Map<String, String> stored = new LinkedHashMap<>();
        for (String name : file.names()) {
            names.of(name, file.names()).ifPresent(renamed -> stored.putIfAbsent(renamed, name));
        }
        if (isTied(file, stored)) {
            stored.remove(HEAD);
        }
        return new RenamedTensors(file, stored);
    }

    // A pickle keeps a tied head a second time; read as a weight of its own it would take its own memory and its own
    // way.
    private static boolean isTied(TensorFile file, Map<String, String> stored) {
        String head = stored.get(HEAD);
        String embedding = stored.get(EMBEDDING);
        return head != null && embedding != null && file.same(head, embedding);
    }

    @Override
    public boolean same(String name, String other) {
        return file.same(stored(name), stored(other));
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(stored.keySet());
    }

    @Override
    public boolean contains(String name) {
        return stored.containsKey(name);
    }

    @Override
    public long[] shape(String name) {
        return file.shape(stored(name));
    }

    @Override
    public ScalarType type(String name) {
        return file.type(stored(name));
    }

    @Override
    public Tensor read(String name) {
        return file.read(stored(name));
    }

    private String stored(String name) {
        String found = stored.get(name);
        if (found == null) {
            throw Refusal.at(file.toString(), "has no tensor %s", Shown.of(name));
        }
        return found;
    }

    @Override
    public void close() {
        file.close();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
