package dev.cloze.nn.attention;

import dev.cloze.nn.ForwardPass;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Attention over long texts, a block of queries after the other where no gradient is asked: scores grow with the square of a
 * text, and those of a block are gone before the next ones are made. A query's answer does not depend on the others.
 */
public final class QueryBlocks {

    // Scores of more numbers are never there at once: 256 MB in float32.
    private static final long MOST = 1L << 26;

    // Those of a block: it is large enough for products to be as fast as over the whole.
    private static final long EACH = 1L << 22;

    private QueryBlocks() {}

    /** Whether attention of a text of {@code length} tokens to itself is computed so, in a pass without gradients. */
    public static boolean needed(long batch, long heads, long length) {
        return batch * heads * length * length > MOST;
    }

    static boolean needed(Tensor queries, Attention.KeysValues source, ForwardPass pass) {
        boolean gradient = pass.training()
                || queries.requires_grad()
                || source.keys().requires_grad()
                || source.values().requires_grad();
        return !gradient && queries.size(2) * rowScores(queries, source) > MOST;
    }

    /** {@code softmax(queries · keysᵀ + bias) · values}: {@code [batch, heads, query, width] -> [batch, heads, query, width]}. */
    static Tensor attend(Tensor queries, Attention.KeysValues source, ScoreBias bias, ForwardPass pass) {
        return attend(queries, source, bias, pass, Math.max(1, EACH / rowScores(queries, source)));
    }

    /** As {@link #attend(Tensor, Attention.KeysValues, ScoreBias, ForwardPass)}, so many queries at a time. */
    static Tensor attend(Tensor queries, Attention.KeysValues source, ScoreBias bias, ForwardPass pass, long each) {
        long count = queries.size(2);
        return Scopes.keepWithoutGradient(() -> {
            Tensor all = torch.empty_like(queries.to(Tensors.type(source.values())));
            for (long from = 0; from < count; from += each) {
                long first = from;
                long some = Math.min(each, count - from);
                Scopes.withoutGradient(() -> {
                    Tensor block = queries.narrow(2, first, some);
                    Tensor seen = Attention.attendAtOnce(block, source, bias.queries(first, some), pass);
                    all.narrow(2, first, some).copy_(seen);
                });
            }
            return all;
        });
    }

    // Scores of one query of every head and row.
    private static long rowScores(Tensor queries, Attention.KeysValues source) {
        return queries.size(0) * queries.size(1) * source.keys().size(2);
    }
}
