package dev.cloze.train.optimiser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
            assertThat(schedule.at(step))
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
        Schedule t5 =
                new Schedule.Factors("constant * rsqrt_decay", 1.0, 10_000, Schedule.FactorDecay.DEFAULT, 0, 1e-8);
        assertThat(t5.at(0)).isEqualTo(0.01);
        assertThat(t5.at(10_000)).isEqualTo(0.01);
        assertThat(t5.at(40_000)).isEqualTo(0.005);
    }

    @Test
    void an_unknown_factor_is_refused_with_the_known_ones() {
        assertThatThrownBy(() -> new Schedule.Factors("constant * warmup", 1, 1, Schedule.FactorDecay.DEFAULT, 0, 0))
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
