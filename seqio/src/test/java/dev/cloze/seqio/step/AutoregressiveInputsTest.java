package dev.cloze.seqio.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.data.random.SeqioCases;
import dev.cloze.seqio.task.SeqioFunctions;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class AutoregressiveInputsTest {

    @Test
    void each_sequence_begins_anew() {
        int[] targets = {3, 8, 1, 9, 1, 5, 4, 1, 0, 0};
        int[] sequenceIds = {1, 1, 1, 2, 2, 3, 3, 3, 0, 0};
        assertThat(AutoregressiveInputs.of(targets, sequenceIds, 0)).containsExactly(0, 3, 8, 0, 9, 0, 5, 4, 0, 0);
    }

    @Test
    void without_sequences_the_end_moves_into_the_padding() {
        assertThat(AutoregressiveInputs.of(new int[] {4, 1, 0, 0}, 0)).containsExactly(0, 4, 1, 0);
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> inputs_equal_seqio() {
        return SeqioCases.tests("autoregressive", AutoregressiveInputsTest::compare);
    }

    private static void compare(JsonNode goldenCase) {
        JsonNode spec = goldenCase.get("spec");
        int[] targets = SeqioFunctions.ints(spec.get("targets"));
        int bosId = spec.get("bos_id").asInt();
        int[] inputs = spec.get("sequence_id").isNull()
                ? AutoregressiveInputs.of(targets, bosId)
                : AutoregressiveInputs.of(targets, SeqioFunctions.ints(spec.get("sequence_id")), bosId);
        assertThat(inputs).containsExactly(SeqioFunctions.ints(goldenCase.get("output")));
    }
}
