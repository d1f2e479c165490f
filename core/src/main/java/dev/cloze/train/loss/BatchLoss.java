package dev.cloze.train.loss;

import dev.cloze.batch.Batch;
import dev.cloze.model.LogProbabilities;
import dev.cloze.model.Network;
import dev.cloze.objective.Example;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** What one micro-batch lost, target by target. */
public final class BatchLoss {

    private final LossSums sums;
    private final LossTargets targets;
    private final float[] perTarget;

    BatchLoss(LossSums sums, LossTargets targets, float[] perTarget) {
        this.sums = sums;
        this.targets = targets;
        this.perTarget = perTarget;
    }

    /**
     * The plain cross entropy of {@code hidden}, {@code [batch, target, dModel]}, through the head of a network in inference,
     * which need not be one that can be read.
     */
    public static BatchLoss of(Network network, Tensor hidden, LossTargets targets) {
        int count = targets.count();
        float[] lost = new float[count];
        if (count > 0) {
            Scopes.withoutGradient(() -> {
                Tensor places = Tensors.of(targets.rows(count), count).to(hidden.device(), ScalarType.Long);
                Tensor ids = Tensors.of(targets.ids(count), count, 1).to(hidden.device(), ScalarType.Long);
                Tensor rows = hidden.reshape(-1, hidden.size(-1)).index_select(0, places); // [count, dModel]
                float[] logs = LogProbabilities.of(network, rows, ids);
                for (int i = 0; i < count; i++) {
                    lost[i] = -logs[i];
                }
            });
        }
        double sum = IntStream.range(0, count).mapToDouble(i -> lost[i]).sum();
        return new BatchLoss(new LossSums(sum / Math.max(1, count), 0, sum, count), targets, lost);
    }

    /** The whole of it. */
    public LossSums sums() {
        return sums;
    }

    /** The places that carry a loss. */
    public LossTargets targets() {
        return targets;
    }

    /** The plain cross entropy at one of them, in nats. */
    public double at(int target) {
        return perTarget[target];
    }

    /** Sums over the examples of each label, such as a language or a denoiser. */
    public Map<Example.Label, LossSums> byLabel(Batch batch) {
        List<Example.Label> labels =
                batch.labels().stream().flatMap(List::stream).toList();
        Map<Example.Label, LossSums> sums = new LinkedHashMap<>();
        for (int i = 0; i < perTarget.length; i++) {
            sums.merge(labels.get(targets.sequence(i)), new LossSums(0, 0, perTarget[i], 1), LossSums::plus);
        }
        return sums;
    }
}
