package dev.cloze.nn.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.nn.Weights;
import dev.cloze.nn.attention.RelativePositionBias.Buckets;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.Tensors;
import dev.cloze.tensor.WeightStore;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class RelativePositionBiasTest {

    private static final Buckets BOTH = new Buckets(32, 128, true);
    private static final Buckets BACK = new Buckets(32, 128, false);

    /** The first distance of each bucket from 8 on, as the reference has them. */
    private static final int[] FIRST_OF_BOTH = {8, 12, 16, 23, 32, 46, 64, 91};

    /** The first distance of each bucket from 16 on. */
    private static final int[] FIRST_OF_BACK = {16, 19, 21, 24, 27, 31, 35, 40, 46, 52, 59, 67, 77, 87, 99, 113};

    @Test
    void near_distances_have_a_bucket_each() {
        for (int distance = 0; distance < 8; distance++) {
            assertThat(BOTH.of(-distance)).isEqualTo(distance);
            assertThat(BOTH.of(distance)).isEqualTo(distance == 0 ? 0 : 16 + distance);
        }
        for (int distance = 0; distance < 16; distance++) {
            assertThat(BACK.of(-distance)).isEqualTo(distance);
            assertThat(BACK.of(distance)).isZero();
        }
    }

    @Test
    void far_distances_share_buckets_that_grow() {
        for (int distance = 8; distance <= 600; distance++) {
            assertThat(BOTH.of(-distance)).isEqualTo(8 + last(FIRST_OF_BOTH, distance));
            assertThat(BOTH.of(distance)).isEqualTo(24 + last(FIRST_OF_BOTH, distance));
        }
        for (int distance = 16; distance <= 600; distance++) {
            assertThat(BACK.of(-distance)).isEqualTo(16 + last(FIRST_OF_BACK, distance));
        }
    }

    @Test
    void the_worked_example_of_its_javadoc_holds() {
        Buckets eight = new Buckets(8, 16, true);
        int[] distances = {-16, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 16};
        int[] buckets = {3, 3, 2, 2, 2, 2, 1, 0, 5, 6, 6, 6, 6, 7, 7};
        for (int i = 0; i < distances.length; i++) {
            assertThat(eight.of(distances[i])).as("distance %d", distances[i]).isEqualTo(buckets[i]);
        }
    }

    @Test
    void the_bias_of_a_place_is_the_tables_row_of_its_distance() {
        try (PointerScope scope = new PointerScope()) {
            WeightStore store = WeightStore.initialised(new Seed(3), Precision.FLOAT32);
            RelativePositionBias bias = new RelativePositionBias(Weights.of(store), BOTH, 2, Initialiser.normal(1));
            Tensor table =
                    store.parameters().at("relative_attention_bias.weight").master();
            float[] rows = Tensors.floats(table); // [32, 2]
            float[] values = Tensors.floats(bias.forward(4, 3, 40)); // [1, 2, 3, 40]
            for (int i = 0; i < values.length; i++) {
                int head = i / 120;
                int query = i / 40 % 3;
                int key = i % 40;
                assertThat(values[i]).isEqualTo(rows[BOTH.of(key - query - 4) * 2 + head]);
            }
        }
    }

    @Test
    void sizes_that_leave_no_room_are_refused() {
        assertThatThrownBy(() -> new Buckets(7, 128, true)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new Buckets(32, 16, true)).isInstanceOf(Refusal.class);
    }

    private static int last(int[] firsts, int distance) {
        int found = 0;
        for (int i = 0; i < firsts.length; i++) {
            found = firsts[i] <= distance ? i : found;
        }
        return found;
    }
}
