package dev.cloze.seqio.convert;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.data.random.SeqioCases;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.dataset.Dataset;
import dev.cloze.seqio.task.SeqioSteps;
import dev.cloze.seqio.task.SeqioTasks;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

class GetDatasetTest {

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> model_features_of_tasks_and_mixtures_equal_seqio() {
        return SeqioCases.tests("get_dataset", GetDatasetTest::compare);
    }

    private static void compare(JsonNode goldenCase) {
        JsonNode spec = goldenCase.get("spec");
        Dataset<Features> rows = SeqioConverters.converter(spec.get("converter"))
                .convert(SeqioTasks.elements(spec), SeqioSteps.lengths(spec.get("sequence_length")));
        int count = goldenCase.get("elements").asInt();
        boolean finished = goldenCase.get("finished").asBoolean();
        List<Features> made = rows.stream().limit(finished ? count + 1 : count).toList();
        SeqioCases.assertStream(goldenCase, SeqioSteps.written(made));
    }
}
