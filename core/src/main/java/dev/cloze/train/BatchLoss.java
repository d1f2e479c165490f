package dev.cloze.train;

import dev.cloze.batch.Batch;
import dev.cloze.objective.Example;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one micro-batch lost, target by target. */
public final class BatchLoss {

    private final LossSums sums;
    private final Targets targets;
    private final float[] perTarget;

    BatchLoss(LossSums sums, Targets targets, float[] perTarget) {
        this.sums = sums;
        this.targets = targets;
        this.perTarget = perTarget;
    }

    /** The whole of it. */
    public LossSums sums() {
        return sums;
    }

    /** The places that carry a loss. */
    public Targets targets() {
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
