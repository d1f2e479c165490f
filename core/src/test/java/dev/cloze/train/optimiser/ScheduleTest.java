package dev.cloze.train.optimiser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloze.Golden;
import dev.cloze.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTest {

    @Tag("golden")
    @TestFactory
    Stream<DynamicTest> every_table_is_followed() throws IOException {
        Optional<Path> file =
                Golden.folder("training").map(f -> f.resolve("schedules.json")).filter(Files::exists);
        if (file.isEmpty()) {
            return Stream.empty();
        }
        JsonNode golden = new ObjectMapper().readTree(file.get().toFile());
        return StreamSupport.stream(golden.get("tables").spliterator(), false)
                .map(table -> DynamicTest.dynamicTest(
                        table.get("kind").asText() + " " + table.get("args"), () -> follows(golden, table)));
    }

    private static void follows(JsonNode golden, JsonNode table) {
        Schedule schedule = GoldenSchedules.of(
                table.get("source").asText(),
                table.get("kind").asText(),
                table.path("base_lr").asDouble(),
                table.get("args"));
        double highest = highest(table.get("lr"));
        // T5X computes in float32: a few rounding errors of the highest rate, also where a cosine nears its foot;
        // and what it knows of a cosine's phase loses digits with every cycle.
        double tolerance = highest * (table.get("source").asText().equals("t5x") ? 5e-7 : 1e-13);
        for (int i = 0; i < golden.get("steps").size(); i++) {
            JsonNode rate = table.get("lr").get(i);
            if (rate.isNull()) {
                continue;
            }
            long step = golden.get("steps").get(i).asLong();
            double cycles = step / table.get("args").path("steps_per_cycle").asDouble(Double.POSITIVE_INFINITY);
            assertThat(schedule.at(step, 1))
                    .as("step %d", step)
                    .isCloseTo(rate.asDouble(), within(tolerance * (1 + cycles)));
        }
    }

    private static double highest(JsonNode rates) {
        return StreamSupport.stream(rates.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .max()
                .orElse(0);
    }

    @Test
    void t5_falls_with_the_square_root_after_ten_thousand_steps() {
        Schedule t5 = new T5xSchedule("constant * rsqrt_decay", 1.0, 10_000, T5xSchedule.Decay.DEFAULT, 0, 1e-8);
        assertThat(t5.at(0, 1)).isEqualTo(0.01);
        assertThat(t5.at(10_000, 1)).isEqualTo(0.01);
        assertThat(t5.at(40_000, 1)).isEqualTo(0.005);
    }

    static Stream<Arguments> open_schedules_and_those_of_ten_steps() {
        Schedule.WarmupStableDecay.Decay line = Schedule.WarmupStableDecay.Decay.LINEAR;
        return Stream.of(
                arguments(new Schedule.Linear(1, 2, 0), new Schedule.Linear(1, 2, 10)),
                arguments(new Schedule.Cosine(1, 2, 0, 0.5, 0.1), new Schedule.Cosine(1, 2, 10, 0.5, 0.1)),
                arguments(new Schedule.CosineRestarts(1, 2, 0, 3), new Schedule.CosineRestarts(1, 2, 10, 3)),
                arguments(new Schedule.Polynomial(1, 2, 0, 2, 0.1), new Schedule.Polynomial(1, 2, 10, 2, 0.1)),
                arguments(
                        new Schedule.WarmupStableDecay(1, 2, 4, 0, line, 0.1),
                        new Schedule.WarmupStableDecay(1, 2, 4, 10, line, 0.1)),
                arguments(new Schedule.HalfWarmupCosine(1, 2, 0, 0.1), new Schedule.HalfWarmupCosine(1, 2, 10, 0.1)),
                arguments(new Schedule.InverseSquareRootThenLinear(0), new Schedule.InverseSquareRootThenLinear(10)));
    }

    @ParameterizedTest
    @MethodSource("open_schedules_and_those_of_ten_steps")
    void a_schedule_without_an_end_ends_with_its_training(Schedule open, Schedule ofTen) {
        for (long step = 0; step <= 12; step++) {
            assertThat(open.at(step, 10)).isEqualTo(ofTen.at(step, 99)).isFinite();
        }
        assertThat(open.at(10, 100)).isNotEqualTo(open.at(10, 10));
    }

    @Test
    void a_fall_longer_than_a_short_training_begins_after_the_warm_up() {
        Schedule schedule = new Schedule.WarmupStableDecay(1, 2, 100, 0, Schedule.WarmupStableDecay.Decay.LINEAR, 0);
        assertThat(schedule.at(2, 6)).isEqualTo(1);
        assertThat(schedule.at(4, 6)).isEqualTo(0.5);
        assertThat(schedule.at(6, 6)).isZero();
    }

    @Test
    void an_unknown_factor_is_refused_with_the_known_ones() {
        assertThatThrownBy(() -> new T5xSchedule("constant * warmup", 1, 1, T5xSchedule.Decay.DEFAULT, 0, 0))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("'warmup'")
                .hasMessageContaining("linear_warmup");
    }

    @Test
    void a_schedule_shorter_than_its_warm_up_is_refused() {
        assertThatThrownBy(() -> new Schedule.Linear(1e-3, 100, 50))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("totalSteps")
                .hasMessageContaining("50");
    }
}
