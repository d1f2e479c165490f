package dev.cloze.seqio.task;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.Refusal;
import dev.cloze.data.random.SeqioCases;
import dev.cloze.seqio.Features;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

class SeqioTaskTest {

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> tasks_equal_seqio() {
        return SeqioCases.tests("task", SeqioTaskTest::compare);
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> mixtures_equal_seqio() {
        return SeqioCases.tests("mixture", SeqioTaskTest::compare);
    }

    private static void compare(JsonNode goldenCase) {
        JsonNode spec = goldenCase.get("spec");
        if (goldenCase.has("error")) {
            assertThatThrownBy(() -> SeqioTasks.elements(spec).stream().toList())
                    .isInstanceOf(Refusal.class);
            return;
        }
        int count = goldenCase.get("elements").asInt();
        boolean finished = goldenCase.get("finished").asBoolean();
        List<Features> made = SeqioTasks.elements(spec).stream()
                .limit(finished ? count + 1 : count)
                .toList();
        SeqioCases.assertStream(goldenCase, SeqioSteps.written(made));
    }
}
