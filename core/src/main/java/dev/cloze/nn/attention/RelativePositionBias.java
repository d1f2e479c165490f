package dev.cloze.nn.attention;

import dev.cloze.Refusal;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * T5's relative position bias (Raffel et al. 2020, §2.1): one learned number per head and distance bucket, added to the
 * attention scores. Half of the buckets hold one distance each, the rest grow logarithmically up to {@code maxDistance}.
 *
 * <pre>
 * 8 buckets, maxDistance 16, both directions
 * key − query   -16  -6  -5  -4  -3  -2  -1   0   1   2   3   4   5   6  16
 * bucket          3   3   2   2   2   2   1   0   5   6   6   6   6   7   7
 * </pre>
 */
public final class RelativePositionBias {

    private final Tensor table; // [buckets, heads]
    private final Buckets buckets;

    /** The bias whose table is called {@code relative_attention_bias.weight}. */
    public RelativePositionBias(Weights weights, Buckets buckets, int heads, Initialiser initialiser) {
        this.table = weights.at("relative_attention_bias").parameter("weight", initialiser, buckets.count(), heads);
        this.buckets = buckets;
    }

    /**
     * How distances are put into buckets.
     *
     * @param count number of buckets
     * @param maxDistance from here on all distances share the last bucket
     * @param bidirectional whether keys after the query have buckets of their own; otherwise they share bucket 0
     */
    public record Buckets(int count, int maxDistance, boolean bidirectional) {

        /** Checks the sizes. */
        public Buckets {
            Refusal.require(count >= 2 && count % 2 == 0, "buckets must be even and at least 2, got %d", count);
            Refusal.require(maxDistance > count / 2, "maxDistance must be above %d, got %d", count / 2, maxDistance);
        }

        /** The bucket of one distance, {@code key position − query position}. */
        public int of(int distance) {
            if (bidirectional) {
                int half = count / 2;
                return bucket(Math.abs(distance), half) + (distance > 0 ? half : 0);
            }
            return bucket(Math.max(-distance, 0), count);
        }

        // Float32 logarithms and truncation, as in the reference: a double would move some distances to the next
        // bucket.
        private int bucket(int distance, int size) {
            int exact = size / 2;
            if (distance < exact) {
                return distance;
            }
            float ratio = (float) Math.log((float) distance / exact) / (float) Math.log((double) maxDistance / exact);
            return Math.min(exact + (int) (ratio * (size - exact)), size - 1);
        }
    }

    /** {@code [1, heads, query, key]} for query positions {@code from, from+1, …} and key positions {@code 0, 1, …}. */
    public Tensor forward(int from, int queries, int keys) {
        int[] ids = new int[queries + keys - 1];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = buckets.of(i - (from + queries - 1));
        }
        Tensor indices = Tensors.of(ids, ids.length).to(table.device(), ScalarType.Long);
        Tensor byDistance = torch.embedding(table, indices); // [query + key - 1, heads]
        // A window over the distances that moves one step back with each query.
        Tensor windows = byDistance.unfold(0, keys, 1); // [query, heads, key], last query first
        return windows.flip(0).permute(1, 0, 2).unsqueeze(0).contiguous(); // [1, heads, query, key]
    }

    /** As {@link #forward}, with keys after the query hidden. */
    public Tensor causal(int from, int queries, int keys) {
        Tensor bias = forward(from, queries, keys);
        return queries == 1 ? bias : bias.add(CausalMask.of(from, queries, keys, bias));
    }
}
