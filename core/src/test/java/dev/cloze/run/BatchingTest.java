package dev.cloze.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.batch.Packing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0          | 8          | 8 | 1          | 1          | rows must be at least 1, got 0",
                "2147483647 | 8          | 8 | 1          | 1          | rows must be at most 16777216, got 2147483647",
                "8          | 1          | 8 | 1          | 1          | inputs must be at least 2, got 1",
                "8          | 2147483647 | 8 | 1          | 1          | inputs must be at most 16777216, got 2147483647",
                "8          | 8          | 1 | 1          | 1          | targets must be at least 2, got 1",
                "8          | 8          | 8 | 2147483647 | 1          | pad-to-multiple must be at most 16777216, got 2147483647",
                "8          | 8          | 8 | 1          | 2147483647 | accumulate must be at most 16777216, got 2147483647",
                "1048576    | 1025       | 8 | 1          | 1          "
                        + "| rows times tokens a row must be at most 1073741824, got 1074790400"
            })
    void what_fits_into_no_array_is_refused(int rows, int inputs, int targets, int multiple, int sum, String rule) {
        assertThatThrownBy(() -> new Batching(rows, inputs, targets, Packing.FITTED, multiple, sum))
                .isInstanceOf(Refusal.class)
                .hasMessage(rule);
    }

    @Test
    void the_rectangle_of_a_batch_has_its_rows() {
        assertThat(Batching.packed(8, 64, 32).shape().rows()).isEqualTo(8);
    }
}
