package dev.cloze.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.objective.Example;
import dev.cloze.text.Tokens;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class BatchFeaturesTest {

    /** The row of {@link Batch}'s worked example, behind an empty one. */
    @Test
    void a_row_has_seqios_names() {
        Batch.Encoder encoder = new Batch.Encoder(
                rows(8, 7, 1, 2, 3, 4, 1, 0), rows(1, 1, 1, 2, 2, 2, 2, 0), rows(0, 1, 2, 0, 1, 2, 3, 0));
        Batch.Decoder decoder = new Batch.Decoder(
                rows(0, 4, 0, 5, 6, 0), rows(4, 1, 5, 6, 1, 0), rows(1, 1, 2, 2, 2, 0), rows(0, 1, 0, 1, 2, 0));
        Example.Label label = new Example.Label("en", "R");
        SortedMap<String, Tokens> row =
                BatchFeatures.of(new Batch(encoder, decoder, List.of(List.of(), List.of(label, label))), 1);
        assertThat(row)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "encoder_input_tokens", Tokens.of(8, 7, 1, 2, 3, 4, 1, 0),
                        "encoder_segment_ids", Tokens.of(1, 1, 1, 2, 2, 2, 2, 0),
                        "encoder_positions", Tokens.of(0, 1, 2, 0, 1, 2, 3, 0),
                        "decoder_target_tokens", Tokens.of(4, 1, 5, 6, 1, 0),
                        "decoder_input_tokens", Tokens.of(0, 4, 0, 5, 6, 0),
                        "decoder_loss_weights", Tokens.of(1, 1, 1, 1, 1, 0),
                        "decoder_segment_ids", Tokens.of(1, 1, 2, 2, 2, 0),
                        "decoder_positions", Tokens.of(0, 1, 0, 1, 2, 0)));
    }

    private static IdMatrix rows(int... second) {
        int[] both = new int[2 * second.length];
        System.arraycopy(second, 0, both, second.length, second.length);
        return IdMatrix.over(2, second.length, both);
    }
}
