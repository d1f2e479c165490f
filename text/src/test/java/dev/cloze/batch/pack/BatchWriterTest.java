package dev.cloze.batch.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.batch.Batch;
import dev.cloze.batch.BatchShape;
import dev.cloze.batch.Packing;
import dev.cloze.objective.Example;
import dev.cloze.objective.Lengths;
import dev.cloze.text.ByteTokenizer;
import dev.cloze.text.Tokens;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchWriterTest {

    private static final Example.Label LABEL = new Example.Label("und", "test");
    private static final Example FIRST = new Example(Tokens.of(8, 7, 1), Tokens.of(4, 1), LABEL);
    private static final Example SECOND = new Example(Tokens.of(2, 3, 4, 1), Tokens.of(5, 6, 1), LABEL);

    @Test
    void two_examples_share_a_row_apart_from_each_other() {
        Batch batch = writer(BatchShape.packed(1, new Lengths(10, 7))).write(List.of(new Row(List.of(FIRST, SECOND))));
        assertThat(batch.encoder().inputTokens().shared()).containsExactly(8, 7, 1, 2, 3, 4, 1, 0, 0, 0);
        assertThat(batch.encoder().segmentIds().shared()).containsExactly(1, 1, 1, 2, 2, 2, 2, 0, 0, 0);
        assertThat(batch.encoder().positions().shared()).containsExactly(0, 1, 2, 0, 1, 2, 3, 0, 0, 0);
        assertThat(batch.decoder().targetTokens().shared()).containsExactly(4, 1, 5, 6, 1, 0, 0);
        assertThat(batch.decoder().inputTokens().shared()).containsExactly(0, 4, 0, 5, 6, 0, 0);
        assertThat(batch.decoder().segmentIds().shared()).containsExactly(1, 1, 2, 2, 2, 0, 0);
        assertThat(batch.decoder().positions().shared()).containsExactly(0, 1, 0, 1, 2, 0, 0);
    }

    @Test
    void segment_ids_count_examples_even_where_one_reads_nothing() {
        Example silent = new Example(Tokens.EMPTY, Tokens.of(4, 1), LABEL);
        Batch batch = writer(BatchShape.packed(1, new Lengths(6, 6))).write(List.of(new Row(List.of(silent, SECOND))));
        assertThat(batch.encoder().segmentIds().shared()).containsExactly(2, 2, 2, 2, 0, 0);
        assertThat(batch.decoder().segmentIds().shared()).containsExactly(1, 1, 2, 2, 2, 0);
    }

    @Test
    void padded_batches_are_as_wide_as_their_longest_example_in_multiples() {
        BatchShape shape = new BatchShape(3, new Lengths(64, 64), Packing.NONE, 8);
        Batch batch = writer(shape).write(List.of(new Row(List.of(FIRST)), new Row(List.of(SECOND))));
        assertThat(batch.rows()).isEqualTo(3);
        assertThat(batch.encoder().inputTokens().columns()).isEqualTo(8);
        assertThat(batch.decoder().targetTokens().columns()).isEqualTo(8);
        assertThat(batch.labels()).containsExactly(List.of(LABEL), List.of(LABEL), List.of());
        assertThat(Arrays.stream(batch.decoder().segmentIds().shared()).sum()).isEqualTo(5);
    }

    private static BatchWriter writer(BatchShape shape) {
        return new BatchWriter(shape, ByteTokenizer.of().vocabulary());
    }
}
