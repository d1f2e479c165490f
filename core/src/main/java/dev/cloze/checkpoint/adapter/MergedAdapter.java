package dev.cloze.checkpoint.adapter;

import dev.cloze.Refusal;
import dev.cloze.Shown;
import dev.cloze.adapter.Adapter;
import dev.cloze.adapter.WeightMerge;
import dev.cloze.checkpoint.tensors.TensorFile;
import dev.cloze.tensor.Scopes;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A model's weights with an adapter merged in, computed one by one as they are read, in float32, and given in the number
 * format of the model's file. The model's file stays as it is: to take the adapter out again is to read that file.
 */
public final class MergedAdapter implements TensorFile {

    private static final Set<String> TIED = Set.of(
            "lm_head.weight",
            "shared.weight",
            "encoder.embed_tokens.weight",
            "decoder.embed_tokens.weight",
            "transformer.wte.weight",
            "model.shared.weight",
            "bert.embeddings.word_embeddings.weight");

    private final TensorFile base;
    private final TensorFile own;
    private final WeightMerge merge;
    private final Set<String> merged;

    private MergedAdapter(TensorFile base, TensorFile own, WeightMerge merge, Set<String> merged) {
        this.base = base;
        this.own = own;
        this.merge = merge;
        this.merged = merged;
    }

    /**
     * The weights of {@code base}, which are then closed with these, with the adapter of {@code folder} in them. Stops where
     * the adapter cannot be merged in, was made for another model, or would change only one of two weights that are tied.
     *
     * @param tiedHead whether the model's head is its embedding
     */
    public static MergedAdapter of(TensorFile base, Path folder, boolean tiedHead) {
        Adapter adapter = AdapterFolder.settings(folder);
        WeightMerge merge = adapter.merge()
                .orElseThrow(() -> Refusal.at(
                        folder.toString(),
                        "an adapter of type %s cannot be merged: it adds tokens or layers, which no weight of the model can stand for",
                        adapter.toJson().path("peft_type").asText("BOTTLENECK")));
        TensorFile own = AdapterFolder.open(folder);
        try {
            Set<String> changed = new HashSet<>(merge.changed(own));
            Set<String> replaced = new HashSet<>(own.names());
            replaced.removeIf(name -> !base.contains(name));
            requireFits(base, own, changed, folder.toString());
            if (tiedHead) {
                refuseTied(changed, folder.toString());
                refuseTied(replaced, folder.toString());
            }
            merge.changedIfThere(own).stream().filter(base::contains).forEach(changed::add);
            requireAllUsed(base, own, changed, folder.toString());
            replaced.forEach(name -> requireSame(base, own, name, folder.toString()));
            return new MergedAdapter(base, own, merge, changed);
        } catch (RuntimeException e) {
            own.close();
            throw e;
        }
    }

    /** Whether a weight of that name may be tied to another. */
    static boolean isTied(String name) {
        return TIED.contains(name);
    }

    private static void requireFits(TensorFile base, TensorFile own, Set<String> changed, String place) {
        for (String name : changed) {
            if (!base.contains(name)) {
                throw Refusal.at(place, "was made for another model: this one has no weight %s", Shown.of(name));
            }
        }
        if (changed.isEmpty()) {
            throw Refusal.at(
                    place,
                    "changes no weight: %s has %d tensors",
                    own,
                    own.names().size());
        }
    }

    private static void refuseTied(Set<String> names, String place) {
        names.stream().filter(TIED::contains).findFirst().ifPresent(name -> {
            throw Refusal.at(
                    place,
                    "cannot be merged: %s is the model's embedding and its head at once, and the adapter changes one of them",
                    name);
        });
    }

    // Every tensor of the adapter either replaces one of the model's or belongs to one that is merged.
    private static void requireAllUsed(TensorFile base, TensorFile own, Set<String> changed, String place) {
        for (String name : own.names()) {
            boolean part = changed.stream()
                    .map(weight -> weight.substring(0, weight.lastIndexOf('.') + 1))
                    .anyMatch(name::startsWith);
            if (!part && !base.contains(name)) {
                throw Refusal.at(place, "tensor %s has no place in this model", Shown.of(name));
            }
        }
    }

    private static void requireSame(TensorFile base, TensorFile own, String name, String place) {
        if (!Arrays.equals(base.shape(name), own.shape(name))) {
            throw Refusal.at(
                    place,
                    "was made for another model: %s is %s, the model's is %s",
                    Shown.of(name),
                    Arrays.toString(own.shape(name)),
                    Arrays.toString(base.shape(name)));
        }
    }

    @Override
    public Set<String> names() {
        return base.names();
    }

    @Override
    public boolean contains(String name) {
        return base.contains(name);
    }

    @Override
    public long[] shape(String name) {
        return base.shape(name);
    }

    @Override
    public ScalarType type(String name) {
        return base.type(name);
    }

    @Override
    public Tensor read(String name) {
        boolean kept = own.contains(name);
        if (!kept && !merged.contains(name)) {
            return base.read(name);
        }
        return Scopes.keepWithoutGradient(() -> {
            Tensor weight = (kept ? own : base).read(name).to(ScalarType.Float);
            Tensor value = merged.contains(name) ? merge.merged(name, weight, own) : weight;
            return value.to(base.type(name));
        });
    }

    @Override
    public void release() {
        own.release();
        base.release();
    }

    @Override
    public void close() {
        own.close();
        base.close();
    }

    @Override
    public String toString() {
        return base + " with " + own;
    }
}
