package dev.cloze.checkpoint.tensors;

import dev.cloze.Refusal;
import dev.cloze.Shown;
import dev.cloze.model.config.ModelConfig;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
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
        return new RenamedTensors(file, stored(file, names, false));
    }

    /** {@code file} with the names that a model of that shape asks for, a tied head once. */
    public static RenamedTensors of(TensorFile file, ModelConfig config) {
        return new RenamedTensors(file, stored(file, NameMap.of(config), config.tied()));
    }

    private static Map<String, String> stored(TensorFile file, NameMap names, boolean tied) {
        Map<String, String> stored = new LinkedHashMap<>();
        for (String name : file.names()) {
            names.of(name, file.names()).ifPresent(renamed -> stored.putIfAbsent(renamed, name));
        }
        String head = stored.get(HEAD);
        String embedding = stored.get(EMBEDDING);
        if (head != null && embedding != null && isOne(file, head, embedding, tied)) {
            stored.remove(HEAD);
        }
        return stored;
    }

    // Pickles, and files whose writers knew of no ties, keep a tied head a second time; read as a weight of its own it
    // would take its own memory and its own way. Where the config says that it is no tie it is none; one that differs
    // from the embedding is never tied, whatever the config
    // says: version 5 of transformers reads it so, and writes such configs.
    private static boolean isOne(TensorFile file, String head, String embedding, boolean tied) {
        if (!tied || file.same(head, embedding)) {
            return tied;
        }
        boolean comparable = file.type(head).intern() == file.type(embedding).intern()
                && Arrays.equals(file.shape(head), file.shape(embedding));
        if (!comparable) {
            return false;
        }
        try (PointerScope scope = new PointerScope()) {
            return file.read(head).equal(file.read(embedding));
        }
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
    public void release() {
        file.release();
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
