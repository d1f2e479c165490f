package dev.cloze.train.loss;

import dev.cloze.tensor.Tensors;
import dev.cloze.train.memory.LogitBuffers;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * One pass over the targets of a micro-batch, a chunk of rows at a time. The gradient is written down by hand (T5X,
 * losses.py): with {@code p} the softmax of a row, {@code q} its target distribution, {@code lse} its log-partition and
 * {@code w} its weight, the logits' gradient is {@code w·((1 + 2·zLoss·lse)·p - q) = c·(p - q/s)} with
 * {@code s = 1 + 2·zLoss·lse} and {@code c = w·s}. The factor {@code c} is applied to the narrow sides of the two products
 * that follow, never to a row of the vocabulary's width.
 */
final class ChunkedLoss {

    /** Rows come in multiples of this: a product of every other shape would be planned and compiled anew. */
    private static final int GRAIN = 32;

    private final CrossEntropy options;
    private final LossTargets targets;
    private final LossHead head;
    private final LogitBuffers buffers;
    private final int grain;
    private final int padded;
    private final Tensor hidden;
    private final Tensor rows;
    private final Tensor ids;
    private final Tensor weights;
    private final LossLedger ledger;

    ChunkedLoss(
            CrossEntropy options,
            double divisor,
            LossTargets targets,
            Tensor hidden,
            LossHead head,
            LogitBuffers buffers) {
        this.options = options;
        this.targets = targets;
        this.head = head;
        this.buffers = buffers;
        float[] weight = targets.weights(options.normaliser().perSequence());
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (float) (weight[i] / divisor);
        }
        this.ledger = new LossLedger(options, head.weight().size(0), weight);
        this.grain = Math.min(GRAIN, buffers.rows());
        this.padded = roundUp(targets.count());
        this.rows = Tensors.of(targets.rows(padded), padded).to(hidden.device(), ScalarType.Long);
        this.ids = Tensors.of(targets.ids(padded), padded, 1).to(hidden.device(), ScalarType.Long);
        this.weights = Tensors.of(Arrays.copyOf(weight, padded), padded, 1).to(hidden.device(), ScalarType.Float);
        this.hidden = hidden.detach().view(-1, hidden.size(-1)).index_select(0, rows); // [padded, dModel]
    }

    /** Room for {@code places} rows. */
    static long wholeGrains(long places) {
        return (places + GRAIN - 1) / GRAIN * GRAIN;
    }

    private int roundUp(int count) {
        return (count + grain - 1) / grain * grain;
    }

    BatchLoss evaluate() {
        forEachChunk(this::logProbabilities);
        return ledger.total(targets);
    }

    BatchLoss backward(Tensor result) {
        Tensor flat = result.view(-1, result.size(-1)); // [batch · target, dModel]
        forEachChunk((from, size) -> {
            Tensor scale = logProbabilities(from, size)
                    .mul_(new Scalar(2 * options.zLoss()))
                    .add_(new Scalar(1));
            Tensor difference = differences(from, size, scale);
            Tensor factor = scale.mul_(weights.narrow(0, from, size)).to(Tensors.type(hidden)); // [size, 1]
            Tensor narrow = torch.mm(difference, head.weight().detach()).mul_(factor); // [size, dModel]
            long real = Math.min(size, targets.count() - from);
            flat.index_copy_(0, rows.narrow(0, from, real), narrow.narrow(0, 0, real));
            addToHead(difference, hidden.narrow(0, from, size).mul(factor));
            addToBias(difference, factor);
        });
        return ledger.total(targets);
    }

    private interface Chunk {
        void accept(long from, long size);
    }

    private void forEachChunk(Chunk body) {
        int most = buffers.rows() / grain * grain;
        int chunks = Math.max(1, -Math.floorDiv(-padded, most));
        int size = Math.max(grain, roundUp(-Math.floorDiv(-padded, chunks)));
        for (int from = 0; from < padded; from += size) {
            try (PointerScope scope = new PointerScope()) {
                body.accept(from, Math.min(size, padded - from));
            }
        }
    }

    /** Leaves the log-probabilities of a chunk in {@link LogitBuffers#values} and returns its log-partitions, {@code [size, 1]}. */
    private Tensor logProbabilities(long from, long size) {
        Tensor logits = buffers.logits().narrow(0, 0, size); // [size, vocab]
        Tensor values = buffers.values().narrow(0, 0, size); // [size, vocab]
        Tensor target = ids.narrow(0, from, size); // [size, 1]
        torch.mm_out(
                logits, hidden.narrow(0, from, size), head.weight().detach().t());
        head.bias().ifPresent(bias -> logits.add_(bias.detach()));
        if (!buffers.oneType()) {
            values.copy_(logits);
        }
        Tensor targetLogit = values.gather(1, target); // [size, 1]
        torch.log_softmax_out(values, values, 1);
        Tensor targetLog = values.gather(1, target); // [size, 1]
        Tensor partition = targetLogit.sub_(targetLog); // [size, 1]
        ledger.record(from, targetLog, partition, options.smoothing().share() > 0 ? values.sum(1) : targetLog);
        return partition;
    }

    /** Turns a chunk's log-probabilities into {@code p - q/s}, {@code [size, vocab]}, in the head's type. */
    private Tensor differences(long from, long size, Tensor scale) {
        long vocab = head.weight().size(0);
        double low = options.smoothing().low(vocab);
        double high = options.smoothing().high(vocab);
        Tensor logits = buffers.logits().narrow(0, 0, size);
        Tensor values = buffers.values().narrow(0, 0, size);
        Tensor inverse = scale.reciprocal(); // [size, 1]
        values.exp_();
        if (low > 0) {
            values.sub_(inverse, new Scalar(low));
        }
        values.scatter_add_(1, ids.narrow(0, from, size), inverse.mul_(new Scalar(low - high)));
        return buffers.oneType() ? values : logits.copy_(values);
    }

    private void addToHead(Tensor difference, Tensor narrow) {
        Tensor weight = head.weight();
        if (!weight.requires_grad()) {
            return;
        }
        Tensor gradient = weight.grad();
        if (gradient.defined()) {
            gradient.addmm_(difference.t(), narrow);
        } else {
            torch.mm_out(buffers.headGradient(), difference.t(), narrow);
            weight.mutable_grad().put(buffers.headGradient());
        }
    }

    private void addToBias(Tensor difference, Tensor factor) {
        Optional<Tensor> learned = head.bias().filter(Tensor::requires_grad);
        if (learned.isEmpty()) {
            return;
        }
        Tensor sum = torch.mm(difference.t(), factor).view(-1); // [vocab]
        Tensor gradient = learned.get().mutable_grad();
        if (gradient.defined()) {
            gradient.add_(sum);
        } else {
            gradient.put(sum);
        }
    }
}
