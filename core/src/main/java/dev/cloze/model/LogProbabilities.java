package dev.cloze.model;

import dev.cloze.tensor.Tensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** What a network thinks of given tokens, through its own head, the vocabulary unrolled for a few rows at a time. */
public final class LogProbabilities {

    // Logits held at once.
    private static final long MOST = 1 << 24;

    private LogProbabilities() {}

    /** One for each row of {@code hidden}, {@code [rows, dModel]}, and id of {@code ids}, {@code [rows, 1]}. */
    public static float[] of(Network network, Tensor hidden, Tensor ids) {
        long step = Math.max(1, MOST / network.head().vocab());
        float[] values = new float[Math.toIntExact(hidden.size(0))];
        for (long from = 0; from < values.length; from += step) {
            long count = Math.min(step, values.length - from);
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                Tensor logits = network.logits(hidden.narrow(0, from, count)).to(ScalarType.Float); // [count, vocab]
                float[] part = Tensors.floats(logits.log_softmax(1).gather(1, ids.narrow(0, from, count)));
                System.arraycopy(part, 0, values, (int) from, part.length);
            }
        }
        return values;
    }
}
