package dev.cloze.seqio.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.data.random.SeqioCases;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DatasetTest {

    @Test
    void a_shuffle_draws_as_tensorflow_and_anew_in_each_pass() {
        assertThat(range(0, 12).shuffle(4, 0).repeat(2))
                .containsExactly(0, 3, 2, 6, 5, 1, 9, 7, 10, 4, 8, 11, 3, 0, 2, 6, 7, 4, 1, 10, 11, 8, 5, 9);
        assertThat(range(0, 12).shuffle(4, DatasetRandom.of(0), false))
                .containsExactly(1, 2, 4, 0, 5, 7, 9, 6, 3, 8, 11, 10);
        assertThat(range(0, 10).shuffle(1000, 5)).containsExactly(5, 3, 0, 2, 7, 6, 4, 1, 9, 8);
    }

    @Test
    void sampling_draws_as_tensorflow() {
        List<Dataset<Integer>> constants = List.of(constant(0), constant(1), constant(2));
        assertThat(SampledDataset.of(constants, new double[] {.5, .25, .25}, DatasetRandom.of(42), true)
                        .take(20))
                .containsExactly(1, 2, 1, 2, 0, 2, 0, 0, 0, 1, 1, 2, 0, 0, 0, 2, 2, 2, 1, 0);
    }

    @Test
    void a_cache_keeps_the_order_of_the_first_pass() {
        assertThat(range(0, 6).shuffle(3, 1).cached().repeat(2).stream().toList())
                .satisfies(all -> assertThat(all.subList(0, 6)).isEqualTo(all.subList(6, 12)));
    }

    @Test
    void parts_of_a_data_set() {
        assertThat(range(0, 10).shard(3, 1)).containsExactly(1, 4, 7);
        assertThat(range(0, 10).skip(8)).containsExactly(8, 9);
        assertThat(range(0, 10).filter(i -> i % 4 == 0).map(i -> -i)).containsExactly(0, -4, -8);
        assertThat(range(1, 4).flatMap(i -> range(0, i))).containsExactly(0, 0, 1, 0, 1, 2);
        assertThat(range(0, 0).repeat()).isEmpty();
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> pipelines_equal_tensorflow() {
        return SeqioCases.tests("pipeline", goldenCase -> compare(goldenCase, pipeline(goldenCase.get("spec"))));
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> samples_equal_tensorflow() {
        return SeqioCases.tests("sample", goldenCase -> compare(goldenCase, sample(goldenCase.get("spec"))));
    }

    private static void compare(JsonNode goldenCase, Dataset<Integer> dataset) {
        int count = goldenCase.get("elements").asInt();
        boolean finished = goldenCase.get("finished").asBoolean();
        SeqioCases.assertStream(
                goldenCase, dataset.stream().limit(finished ? count + 1 : count).toList());
    }

    private static Dataset<Integer> pipeline(JsonNode spec) {
        Dataset<Integer> dataset =
                spec.has("range") ? range(0, spec.get("range").asInt()) : interleave(spec.get("interleave"));
        for (JsonNode step : spec.get("steps")) {
            dataset = step(dataset, step, spec.path("global_seed").asLong(DatasetRandom.DEFAULT_GRAPH_SEED));
        }
        return dataset;
    }

    private static Dataset<Integer> step(Dataset<Integer> dataset, JsonNode step, long graphSeed) {
        return switch (step.get(0).asText()) {
            case "shuffle" ->
                dataset.shuffle(
                        step.get(1).asInt(),
                        DatasetRandom.of(graphSeed, step.get(2).asLong()),
                        step.get(3).asBoolean());
            case "repeat" ->
                step.size() > 1 && !step.get(1).isNull()
                        ? dataset.repeat(step.get(1).asLong())
                        : dataset.repeat();
            case "take" -> dataset.take(step.get(1).asLong());
            case "shard" -> dataset.shard(step.get(1).asInt(), step.get(2).asInt());
            default -> throw new AssertionError("no such step: " + step);
        };
    }

    private static Dataset<Integer> interleave(JsonNode spec) {
        JsonNode sizes = spec.get("sizes");
        return range(0, sizes.size())
                .interleave(
                        file -> range(1000 * file, 1000 * file + sizes.get(file).asInt()),
                        spec.get("cycle_length").asInt(),
                        spec.get("block_length").asInt());
    }

    private static Dataset<Integer> sample(JsonNode spec) {
        List<Dataset<Integer>> parts = new ArrayList<>();
        double[] weights = new double[spec.get("sizes").size()];
        for (int i = 0; i < weights.length; i++) {
            JsonNode size = spec.get("sizes").get(i);
            Dataset<Integer> part = range(1000 * i, 1000 * i + size.asInt(900));
            parts.add(size.isNull() ? part.repeat() : part);
            weights[i] = spec.get("weights").isNull()
                    ? 1
                    : spec.get("weights").get(i).asDouble();
        }
        DatasetRandom seeds = DatasetRandom.of(spec.get("seed").asLong());
        return SampledDataset.of(
                parts, weights, seeds, spec.get("stop_on_empty_dataset").asBoolean());
    }

    private static Dataset<Integer> range(int from, int to) {
        return Dataset.of(IntStream.range(from, to).boxed().toList());
    }

    private static Dataset<Integer> constant(int value) {
        return Dataset.of(List.of(value)).repeat();
    }
}
