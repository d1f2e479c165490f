package dev.cloze.train.loss;

import dev.cloze.tensor.Scopes;
import dev.cloze.train.memory.LogitBuffers;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Computes a {@link CrossEntropy} over a large vocabulary a few rows at a time: padding never reaches the head, and the
 * logits of all targets never exist at once. The buffers live as long as the criterion.
 */
public final class Criterion implements AutoCloseable {

    /** Logits of a chunk: 64 MiB in float32. Fewer make the head's products slow, more only cost memory. */
    private static final long CHUNK_VALUES = 1L << 24;

    private final CrossEntropy options;
    private final long chunkValues;
    private Optional<LogitBuffers> buffers = Optional.empty();

    /** A criterion with these options. */
    public Criterion(CrossEntropy options) {
        this(options, CHUNK_VALUES);
    }

    Criterion(CrossEntropy options, long chunkValues) {
        this.options = options;
        this.chunkValues = chunkValues;
    }

    /** What it computes. */
    public CrossEntropy options() {
        return options;
    }

    /**
     * What went back.
     *
     * @param loss the loss
     * @param gradient with respect to the hidden states, in their shape and type; it belongs to the caller's scope
     */
    public record Backward(BatchLoss loss, Tensor gradient) {}

    /** The loss of {@code hidden}, {@code [batch, target, dModel]}, under {@code head}. */
    public BatchLoss evaluate(Tensor hidden, LossHead head, LossTargets targets) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            return chunks(hidden, head, targets, new Normaliser.StepTotals(1, targets.count()))
                    .evaluate();
        }
    }

    /** As {@link #evaluate}, for one micro-batch of a step; adds to the head's gradient and returns that of {@code hidden}. */
    public Backward backward(Tensor hidden, LossHead head, LossTargets targets, Normaliser.StepTotals step) {
        BatchLoss[] loss = new BatchLoss[1];
        Tensor gradient = Scopes.keepWithoutGradient(() -> {
            Tensor zeros = torch.zeros_like(hidden);
            loss[0] = chunks(hidden, head, targets, step).backward(zeros);
            return zeros;
        });
        return new Backward(loss[0], gradient);
    }

    private ChunkedLoss chunks(Tensor hidden, LossHead head, LossTargets targets, Normaliser.StepTotals step) {
        double divisor = options.normaliser().divisor(targets, step);
        return new ChunkedLoss(options, divisor, targets, hidden, head, buffers(head.weight(), targets.places()));
    }

    private LogitBuffers buffers(Tensor weight, long places) {
        long rows = Math.max(1, Math.min(ChunkedLoss.wholeGrains(places), chunkValues / weight.size(0)));
        if (buffers.isEmpty() || !buffers.get().fit(weight, rows)) {
            close();
            buffers = Optional.of(LogitBuffers.of(weight, rows));
        }
        return buffers.get();
    }

    /** Releases the buffers; the next loss makes new ones. */
    @Override
    public void close() {
        buffers.ifPresent(LogitBuffers::close);
        buffers = Optional.empty();
    }
}
