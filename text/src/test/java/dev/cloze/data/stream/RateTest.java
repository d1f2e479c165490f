package dev.cloze.data.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.data.Corpora;
import dev.cloze.data.Material;
import dev.cloze.data.Pipeline;
import dev.cloze.data.random.SeqioCases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RateTest {

    @Test
    void a_size_is_scaled_then_clipped_then_raised() {
        assertThat(new Rate.Proportional(2, 100, 2).of(50)).isEqualTo(10);
        assertThat(new Rate.Proportional(3, 100, 2).of(50)).isEqualTo(10);
        assertThat(new Rate.Proportional(0.5, 100, 1).of(50)).isEqualTo(25);
        assertThat(Rate.Proportional.atTemperature(2).of(49)).isEqualTo(7);
        assertThat(new Rate.Power(0).of(49)).isEqualTo(1);
        assertThat(new Rate.Fixed(3).of(49)).isEqualTo(3);
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> rates_equal_seqio() {
        return SeqioCases.tests("rates", RateTest::compare);
    }

    private static void compare(JsonNode goldenCase) {
        var expected = new TreeMap<String, Double>();
        goldenCase
                .get("output")
                .properties()
                .forEach(e -> expected.put(e.getKey(), e.getValue().asDouble()));
        var rates = mixture(goldenCase.at("/spec/mixture")).rates();
        assertThat(rates.keySet()).isEqualTo(expected.keySet());
        rates.forEach((name, rate) -> assertThat(rate).as(name).isCloseTo(expected.get(name), within(1e-14 * rate)));
    }

    private static Mixture mixture(JsonNode spec) {
        List<Mixture.Part> parts = new ArrayList<>();
        for (JsonNode part : spec.get("tasks")) {
            JsonNode task = part.path("task");
            Pipeline<? extends Material> documents = task.isMissingNode()
                    ? mixture(part.get("mixture"))
                    : Corpora.source("unread", Corpora.RULES, Path.of("unread"));
            String name = task.isMissingNode()
                    ? part.at("/mixture/name").asText()
                    : task.get("name").asText();
            double rate = rate(part.get("rate"))
                    .of(task.at("/source/num_input_examples").asLong());
            parts.add(new Mixture.Part(name, documents, rate));
        }
        return new Mixture(parts);
    }

    private static Rate rate(JsonNode spec) {
        if (spec.isNumber()) {
            return new Rate.Fixed(spec.asDouble());
        }
        JsonNode args = spec.get("args");
        return new Rate.Proportional(
                args.path("scale").asDouble(1),
                args.path("maximum").asDouble(0),
                args.path("temperature").asDouble(1));
    }
}
