package dev.cloze.train.loss;

import dev.cloze.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/** Adds up in float64 what the targets lost. */
final class LossLedger {

    private final CrossEntropy options;
    private final double low;
    private final double high;
    private final double constant;
    private final float[] weights;
    private final float[] perTarget;
    private double loss;
    private double zPart;
    private double crossEntropy;

    LossLedger(CrossEntropy options, long vocab, float[] weights) {
        this.options = options;
        this.low = options.smoothing().low(vocab);
        this.high = options.smoothing().high(vocab);
        this.constant = options.smoothing().constant(vocab);
        this.weights = weights;
        this.perTarget = new float[weights.length];
    }

    /**
     * Takes down a chunk; rows beyond the last target are padding.
     *
     * @param from its first target
     * @param targetLog the targets' log-probabilities, {@code [size, 1]}
     * @param partition the log-partitions, {@code [size, 1]}
     * @param sumLog the sum of all log-probabilities of a row, {@code [size]}; read only with label smoothing
     */
    void record(long from, Tensor targetLog, Tensor partition, Tensor sumLog) {
        float[] logs = Tensors.floats(targetLog);
        float[] partitions = Tensors.floats(partition);
        float[] sums = low > 0 ? Tensors.floats(sumLog) : logs;
        int real = Math.toIntExact(Math.min(logs.length, weights.length - from));
        for (int i = 0; i < real; i++) {
            int target = Math.toIntExact(from + i);
            double z = options.zLoss() * partitions[i] * partitions[i];
            double smoothed = -(high - low) * logs[i] - low * sums[i] - constant;
            perTarget[target] = -logs[i];
            crossEntropy -= logs[i];
            zPart += weights[target] * z;
            loss += weights[target] * (smoothed + z);
        }
    }

    BatchLoss total(LossTargets targets) {
        return new BatchLoss(new LossSums(loss, zPart, crossEntropy, targets.count()), targets, perTarget);
    }
}
