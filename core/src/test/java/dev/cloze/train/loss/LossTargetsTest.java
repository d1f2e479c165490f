package dev.cloze.train.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.batch.Batch;
import dev.cloze.batch.IdMatrix;
import org.junit.jupiter.api.Test;

class LossTargetsTest {

    /** As text-denoising's collator leaves padding inside labels. */
    @Test
    void an_example_with_gaps_is_one_example() {
        IdMatrix tokens = rows(9, 8, 0, 7, 1, 6, 1, 5, 1, 0);
        IdMatrix segments = rows(1, 1, 0, 1, 1, 1, 1, 2, 2, 0);
        IdMatrix answers = rows(1, 1, 0, 1, 1, 1, 1, 1, 1, 0);
        LossTargets targets = LossTargets.of(new Batch.Decoder(tokens, tokens, segments, segments, answers));
        assertThat(targets.count()).isEqualTo(8);
        assertThat(targets.sequences()).isEqualTo(3);
    }

    private static IdMatrix rows(int... ids) {
        return IdMatrix.over(2, ids.length / 2, ids);
    }
}
