package dev.cloze.checkpoint.convert;

import dev.cloze.Refusal;
import dev.cloze.Shown;
import dev.cloze.checkpoint.tensors.OutgoingTensor;
import dev.cloze.checkpoint.tensors.TensorFile;
import dev.cloze.tensor.NamedTensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The mean of several checkpoints of one model, taken in float32 (Vaswani et al. 2017, §6.1).
 *
 * @param others the folders beside the first
 */
public record CheckpointAverage(List<Path> others) implements ModelChange {

    /** Takes an unmodifiable copy. */
    public CheckpointAverage {
        others = List.copyOf(others);
    }

    @Override
    public void apply(ModelDraft draft) {
        List<TensorFile> files = others.stream()
                .map(folder -> draft.add(ModelDraft.open(folder, draft.parsed())))
                .toList();
        files.forEach(file -> checkAlike(draft, file));
        draft.replaceAll((name, tensor) -> tensor.type().isFloatingPoint() ? mean(name, tensor, files) : tensor);
    }

    private static void checkAlike(NamedTensors first, TensorFile other) {
        for (String name : first.names()) {
            if (!other.contains(name)) {
                throw Refusal.at(other.toString(), "%s is missing, so it cannot be averaged", Shown.of(name));
            }
            if (!Arrays.equals(first.shape(name), other.shape(name))) {
                throw Refusal.at(
                        other.toString(),
                        "%s is %s, not %s, so it cannot be averaged",
                        Shown.of(name),
                        Arrays.toString(other.shape(name)),
                        Arrays.toString(first.shape(name)));
            }
        }
    }

    private static OutgoingTensor mean(String name, OutgoingTensor first, List<TensorFile> files) {
        return new OutgoingTensor(first.type(), first.shape(), () -> {
            // A copy of its own: what is added up may show the pages of a file.
            Tensor sum = first.values().to(ScalarType.Float).clone();
            files.forEach(file -> sum.add_(file.read(name).to(ScalarType.Float)));
            return sum.div_(new Scalar(files.size() + 1.0)).to(first.type().scalar());
        });
    }
}
