package dev.cloze.checkpoint.convert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.Shown;
import dev.cloze.checkpoint.disk.JsonFile;
import dev.cloze.checkpoint.folder.WeightFiles;
import dev.cloze.checkpoint.tensors.OutgoingTensor;
import dev.cloze.checkpoint.tensors.RenamedTensors;
import dev.cloze.checkpoint.tensors.TensorFile;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.tensor.NamedTensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A model on its way from one folder to another: its config, and its tensors, which are read when their turn comes. */
public final class ModelDraft implements NamedTensors, AutoCloseable {

    private final Path folder;
    private final ObjectNode config;
    private final Map<String, OutgoingTensor> weights = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    private ModelDraft(Path folder) {
        this.folder = folder;
        config = JsonFile.read(folder.resolve("config.json")).deepCopy();
    }

    /** The config of {@code folder}, without weights. */
    static ModelDraft ofConfig(Path folder) {
        return new ModelDraft(folder);
    }

    /** The model of {@code folder}, under the names that its network asks for. */
    static ModelDraft of(Path folder) {
        ModelDraft draft = new ModelDraft(folder);
        TensorFile file = draft.add(open(folder, draft.parsed()));
        file.names().forEach(name -> draft.weights.put(name, OutgoingTensor.of(file, name)));
        return draft;
    }

    /** The weights of a folder under the names of that model's network. */
    static TensorFile open(Path folder, ModelConfig config) {
        return RenamedTensors.of(WeightFiles.open(folder), config);
    }

    /** Keeps {@code resource} open until this is closed. */
    <T extends AutoCloseable> T add(T resource) {
        open.add(resource);
        return resource;
    }

    /** Remembers something that the user should know of the result. */
    void note(String what) {
        notes.add(what);
    }

    List<String> notes() {
        return Collections.unmodifiableList(notes);
    }

    Path folder() {
        return folder;
    }

    /** The config as a tree that may be changed. */
    ObjectNode config() {
        return config;
    }

    /** The config as it stands now; stops if it makes no sense. */
    ModelConfig parsed() {
        return ModelConfig.parse(config, folder.resolve("config.json").toString());
    }

    /** The tensors by name. */
    Map<String, OutgoingTensor> weights() {
        return Collections.unmodifiableMap(weights);
    }

    /** The tensors by name, to be changed. */
    Map<String, OutgoingTensor> changeable() {
        return weights;
    }

    void put(String name, OutgoingTensor tensor) {
        weights.put(name, tensor);
    }

    void remove(String name) {
        weights.remove(name);
    }

    /** Puts another tensor in the place of each. */
    void replaceAll(BiFunction<String, OutgoingTensor, OutgoingTensor> change) {
        weights.replaceAll(change);
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(weights.keySet());
    }

    @Override
    public boolean contains(String name) {
        return weights.containsKey(name);
    }

    @Override
    public long[] shape(String name) {
        return at(name).shape();
    }

    @Override
    public ScalarType type(String name) {
        return at(name).type().scalar();
    }

    @Override
    public Tensor read(String name) {
        return at(name).values();
    }

    private OutgoingTensor at(String name) {
        OutgoingTensor tensor = weights.get(name);
        if (tensor == null) {
            throw Refusal.at(folder.toString(), "has no tensor %s", Shown.of(name));
        }
        return tensor;
    }

    @Override
    public void close() {
        for (AutoCloseable resource : open) {
            try {
                resource.close();
            } catch (Exception e) {
                throw new IllegalStateException("a file of " + folder + " cannot be closed", e);
            }
        }
    }
}
