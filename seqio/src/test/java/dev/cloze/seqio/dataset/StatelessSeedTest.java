package dev.cloze.seqio.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.data.random.Philox;
import dev.cloze.data.random.SeqioCases;
import dev.cloze.data.random.StatelessSeed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class StatelessSeedTest {

    @Test
    void a_uniform_draw_equals_tensorflow() {
        assertThat(new StatelessSeed(1, 2).uniform(6))
                .containsExactly(.8440604f, .19204533f, .9962232f, .1603874f, .27199018f, .649346f);
        assertThat(new StatelessSeed(0, 0).uniform(3)).containsExactly(.21101546f, .70601f, .8000634f);
        assertThat(new StatelessSeed(1, 2).uniformInts(6, 0, 1000)).containsExactly(140, 849, 294, 179, 227, 165);
    }

    @Test
    void a_split_equals_tensorflow() {
        assertThat(new StatelessSeed(1, 2).split(3))
                .containsExactly(
                        new StatelessSeed(7464880146280614444L, 1591045637757961278L),
                        new StatelessSeed(-1057468755545501549L, 2524363516007002203L),
                        new StatelessSeed(6884554327646026923L, -2336856294065325742L));
    }

    @Test
    void a_number_of_the_stream_can_be_asked_for_by_index() {
        Philox forward = new StatelessSeed(3, 4).philox();
        Philox direct = new StatelessSeed(3, 4).philox();
        for (int i = 0; i < 50; i++) {
            assertThat(direct.at(i)).isEqualTo(forward.nextInt());
        }
        direct.moveTo(7);
        assertThat(direct.nextInt()).isEqualTo(new StatelessSeed(3, 4).philox().at(7));
        assertThat(direct.index()).isEqualTo(8);
    }

    @Test
    void a_random_data_set_equals_tensorflow() {
        DatasetRandom numbers = DatasetRandom.of(42);
        assertThat(IntStream.range(0, 4).mapToLong(numbers::at))
                .containsExactly(2985944072L, 4132877644L, 929418493L, 249609589L);
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> random_numbers_equal_tensorflow() {
        return SeqioCases.tests("random", StatelessSeedTest::compare);
    }

    private static void compare(JsonNode goldenCase) {
        JsonNode spec = goldenCase.get("spec");
        switch (spec.get("op").asText()) {
            case "stateless_uniform" -> SeqioCases.assertStream(goldenCase, uniform(spec));
            case "stateless_split" -> SeqioCases.assertStream(goldenCase, split(spec));
            case "stateless_shuffle" -> SeqioCases.assertStream(goldenCase, shuffle(spec));
            case "Dataset.random" -> SeqioCases.assertStream(goldenCase, random(spec));
            default -> throw new AssertionError("no such operation: " + spec);
        }
    }

    private static List<?> uniform(JsonNode spec) {
        int count = spec.get("shape").get(0).asInt();
        JsonNode low = spec.get("minval");
        JsonNode high = spec.get("maxval");
        return switch (spec.get("dtype").asText()) {
            case "int32" ->
                Arrays.stream(seed(spec).uniformInts(count, low.asInt(), high.asInt()))
                        .boxed()
                        .toList();
            case "int64" ->
                Arrays.stream(seed(spec).uniformLongs(count, low.asLong(), high.asLong()))
                        .boxed()
                        .toList();
            default -> {
                List<Double> numbers = new ArrayList<>();
                for (float number : seed(spec).uniform(count, (float) low.asDouble(), (float) high.asDouble())) {
                    numbers.add((double) number);
                }
                yield numbers;
            }
        };
    }

    private static List<List<Long>> split(JsonNode spec) {
        int count = spec.get("num").asInt();
        boolean ints = spec.get("seed_dtype").asText().equals("int32");
        List<StatelessSeed> seeds =
                ints ? seed(spec).splitInts(count) : seed(spec).split(count);
        return seeds.stream().map(s -> List.of(s.first(), s.second())).toList();
    }

    private static List<Integer> shuffle(JsonNode spec) {
        JsonNode value = spec.get("value");
        return Arrays.stream(seed(spec).shuffle(value.size()))
                .map(i -> value.get(i).asInt())
                .boxed()
                .toList();
    }

    private static List<Long> random(JsonNode spec) {
        DatasetRandom numbers = DatasetRandom.of(spec.get("seed").asLong());
        boolean anew = spec.path("rerandomize_each_iteration").asBoolean();
        List<Long> taken = new ArrayList<>();
        for (int epoch = 0; epoch < spec.path("epochs").asInt(1); epoch++) {
            DatasetRandom iteration = anew ? numbers.iteration(epoch) : numbers;
            for (int i = 0; i < spec.get("take").asInt(); i++) {
                taken.add(iteration.at(i));
            }
        }
        return taken;
    }

    private static StatelessSeed seed(JsonNode spec) {
        JsonNode seed = spec.get("seed");
        return new StatelessSeed(seed.get(0).asLong(), seed.get(1).asLong());
    }
}
