package dev.cloze.task.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import dev.cloze.Golden;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

@Tag("golden")
class GoldenMetricsTest {

    private static final Offset<Double> NEAR = Offset.offset(1e-6);

    @TestFactory
    Stream<DynamicTest> numbers_equal_t5_s() throws IOException {
        return tests("t5.jsonl.zst", row -> row.has("metric"), GoldenMetricsTest::compare);
    }

    @TestFactory
    Stream<DynamicTest> choices_are_ranked_by_each_length() throws IOException {
        return tests("rank.jsonl.zst", row -> row.has("choices"), GoldenMetricsTest::compareRanks);
    }

    private static Stream<DynamicTest> tests(
            String file, Function<JsonNode, Boolean> isCase, Consumer<JsonNode> compare) throws IOException {
        Path path = Golden.folder("metrics").map(folder -> folder.resolve(file)).orElse(Path.of(file));
        if (!Files.exists(path)) {
            return Stream.empty();
        }
        List<DynamicTest> tests = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new ZstdInputStream(Files.newInputStream(path)), StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode row = new ObjectMapper().readTree(line);
                number++;
                if (isCase.apply(row)) {
                    String name = row.path("metric").asText("ranks") + " in line " + number;
                    tests.add(DynamicTest.dynamicTest(name, () -> compare.accept(row)));
                }
            }
        }
        return tests.stream();
    }

    private static void compare(JsonNode row) {
        if (row.get("metric").asText().equals("normalize")) {
            String text = row.get("text").asText();
            assertThat(AnswerText.squad(text)).isEqualTo(row.get("squad").asText());
            assertThat(AnswerText.triviaQa(text)).isEqualTo(row.get("trivia_qa").asText());
            assertThat(AnswerText.words(AnswerText.squad(text))).isEqualTo(texts(row.get("coqa_tokens")));
            return;
        }
        Map<String, Double> expected = new TreeMap<>();
        row.get("expected").properties().forEach(number -> expected.put(number.getKey(), number(number.getValue())));
        Map<String, Double> found = new TreeMap<>(GoldenMetrics.of(row));
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, number) -> {
            if (number.isNaN()) {
                assertThat(found.get(name)).as(name).isNaN();
            } else {
                assertThat(found.get(name)).as(name).isCloseTo(number, NEAR);
            }
        });
    }

    private static void compareRanks(JsonNode row) {
        List<String> choices = texts(row.get("choices"));
        List<List<Double>> tokens = new ArrayList<>();
        row.get("token_logprobs")
                .forEach(one -> tokens.add(StreamSupport.stream(one.spliterator(), false)
                        .map(JsonNode::asDouble)
                        .toList()));
        for (ChoiceLength length : ChoiceLength.values()) {
            String name = length == ChoiceLength.WHOLE
                    ? "pred_sum"
                    : "pred_mean_" + length.name().toLowerCase(Locale.ROOT);
            if (!row.has(name)) {
                throw new TestAbortedException(name + " is not there");
            }
            List<Double> scores = new ArrayList<>();
            for (int i = 0; i < choices.size(); i++) {
                double sum =
                        tokens.get(i).stream().mapToDouble(Double::doubleValue).sum();
                scores.add(sum / length.of(choices.get(i), tokens.get(i).size()));
            }
            assertThat(RankedChoices.best(scores))
                    .as(name)
                    .isEqualTo(row.get(name).asInt());
        }
    }

    static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** A number that is not finite is a text. */
    static double number(JsonNode node) {
        return node.isTextual() ? Double.NaN : node.asDouble();
    }
}
