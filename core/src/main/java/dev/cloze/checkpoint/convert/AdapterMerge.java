package dev.cloze.checkpoint.convert;

import dev.cloze.Refusal;
import dev.cloze.Shown;
import dev.cloze.checkpoint.adapter.MergedAdapter;
import dev.cloze.checkpoint.tensors.OutgoingTensor;
import dev.cloze.checkpoint.tensors.TensorFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Folds an adapter into the weights that it changes, in float32, each when its turn comes. One that changes an embedding
 * which is the head too is refused: the two would have to part.
 *
 * @param adapter the adapter's folder
 */
public record AdapterMerge(Path adapter) implements ModelChange {

    @Override
    public void apply(ModelDraft draft) {
        boolean tied = draft.parsed().fitted(draft).tied();
        TensorFile merged = draft.add(MergedAdapter.of(new Before(draft), adapter, tied));
        draft.replaceAll((name, tensor) -> new OutgoingTensor(tensor.type(), tensor.shape(), () -> merged.read(name)));
    }

    /** The tensors of a draft as they are now. */
    private static final class Before implements TensorFile {

        private final Map<String, OutgoingTensor> weights;
        private final String place;

        Before(ModelDraft draft) {
            weights = new LinkedHashMap<>(draft.weights());
            place = draft.folder().toString();
        }

        @Override
        public Set<String> names() {
            return weights.keySet();
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
                throw Refusal.at(place, "has no tensor %s", Shown.of(name));
            }
            return tensor;
        }

        @Override
        public void close() {
            // The draft closes its files.
        }

        @Override
        public String toString() {
            return place;
        }
    }
}
