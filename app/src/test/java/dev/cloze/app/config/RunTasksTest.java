package dev.cloze.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.app.inspect.Drawing;
import dev.cloze.app.inspect.DrawingPage;
import dev.cloze.data.Feed;
import dev.cloze.data.Material;
import dev.cloze.data.Position;
import dev.cloze.data.file.Notices;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.data.stream.Mixture;
import dev.cloze.run.RunText;
import dev.cloze.run.Training;
import dev.cloze.run.file.RunFileWriter;
import dev.cloze.task.Learning;
import dev.cloze.task.TaskSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks and mixtures of run files. */
class RunTasksTest {

    private static final String HEAD = "tokenizer { type = bytes }\nbatch { inputs = 48, targets = 32 }\n";

    @TempDir
    Path folder;

    @BeforeEach
    void corpora() throws IOException {
        for (Map.Entry<String, Integer> size :
                Map.of("a", 100, "b", 40, "c", 10).entrySet()) {
            List<String> lines = IntStream.range(0, size.getValue())
                    .mapToObj(i -> "{\"inputs\": \"%s %d\", \"targets\": \"answer %d\"}".formatted(size.getKey(), i, i))
                    .toList();
            Files.write(folder.resolve(size.getKey() + ".jsonl"), lines);
        }
    }

    private static String task(String name, String more) {
        return ("{ source { type = json-lines, name = %s, files = %s.jsonl, text-field = inputs, fields = [targets] }"
                        + ", %s }\n")
                .formatted(name, name.substring(0, 1), more);
    }

    private Training read(String text) throws IOException {
        return RunFile.read(Files.writeString(folder.resolve("run.conf"), HEAD + text), List.of());
    }

    @Test
    void a_pair_task_is_drawn_as_it_will_be_learnt() throws IOException {
        Training run = read("data.tasks = ["
                + task("a", "steps = [{ type = template, field = text, text = \"q: {text}\" }]\n learn { type = pair }")
                + "]");
        Drawing drawing = Drawing.of(RunText.training(run, ReadingRules.telling(Notices.SILENT)), 3);
        assertThat(drawing.examples()).hasSize(3).allSatisfy(example -> {
            assertThat(example.text()).startsWith("q: a ");
            assertThat(example.label().denoiser()).isEqualTo("a");
        });
        assertThat(drawing.tally().total().examples()).isGreaterThan(1000);
        assertThat(drawing.tally().bySource())
                .containsOnlyKeys("a")
                .containsValue(drawing.tally().total());
        Path page = folder.resolve("page.html");
        Files.writeString(page, DrawingPage.of("run", drawing));
        assertThat(page).content().contains("\"skipped\":{\"emptyDocuments\":0").contains("\"bySource\":[{");
        assertThat(RunText.training(run, ReadingRules.telling(Notices.SILENT))
                        .plan()
                        .objectives())
                .isEmpty();
    }

    @Test
    void a_task_without_duplicates_says_how_many_there_were() throws IOException {
        Files.writeString(
                folder.resolve("a.jsonl"),
                Files.readString(folder.resolve("a.jsonl")).repeat(2));
        Training run = read("data.tasks = [" + task("a", "steps = [{ type = deduplicate, fields = [targets] }]") + "]");
        List<String> notices = new ArrayList<>();
        TaskSet tasks = TaskSet.of(
                run.data().all(),
                RunText.usual(run),
                ReadingRules.telling((place, message) -> notices.add(place + ": " + message)));
        try (Feed<? extends Material> feed =
                tasks.corpora().values().iterator().next().open(Position.START, new Seed(1))) {
            while (feed.advance()) {
                assertThat(notices).isEmpty();
            }
        }
        assertThat(notices).containsExactly("a: left out 100 duplicate(s), kept 100 documents");
    }

    @Test
    void sources_and_tasks_stand_side_by_side() throws IOException {
        String steps = "steps = [{ type = trim, tokens = 4 }]\n";
        Training run = read("data.sources = [{ type = json-lines, name = b, files = b.jsonl, text-field = inputs }]\n"
                + "data.tasks = [" + task("a", "learn { type = pair }")
                + task("c", steps + "learn { type = objective, objective { type = causal-lm } }") + "]");
        TaskSet tasks = TaskSet.of(run.data().all(), RunText.usual(run), ReadingRules.telling(Notices.SILENT));
        assertThat(tasks.corpora().keySet()).containsExactly("b", "a", "c");
        assertThat(tasks.recipes().of(1).learning()).isEqualTo(new Learning.Pair("text", "targets"));
        assertThat(tasks.recipes().of(2).steps()).hasSize(1);
        assertThat(tasks.recipes().of(0)).isEqualTo(tasks.recipes().usual());
        assertThat(RunText.training(run, ReadingRules.telling(Notices.SILENT))
                        .plan()
                        .objectives())
                .hasSize(2);
    }

    @Test
    void rates_are_scaled_then_clipped_then_raised_and_multiplied_through_nested_mixtures() throws IOException {
        Training run = read("data.tasks = [" + task("a", "") + task("b", "") + task("c", "") + "]\n" + """
                data.mixture = [
                  { type = task, name = a, rate { type = proportional, scale = 2, maximum = 144, temperature = 2 } }
                  { type = mixture, name = inner, rate { type = fixed, value = 4 }, parts = [
                    { type = task, name = b }
                    { type = task, name = c }
                  ] }
                ]
                """);
        TaskSet tasks = TaskSet.of(run.data().all(), RunText.usual(run), ReadingRules.telling(Notices.SILENT));
        Mixture mixture = tasks.mixture(run.data().mixture());
        assertThat(mixture.probabilities().get(0)).isCloseTo(12.0 / 16, within(1e-12));
        assertThat(mixture.rates().get("b")).isCloseTo(4 * 0.8, within(1e-12));
        assertThat(mixture.rates().get("c")).isCloseTo(4 * 0.2, within(1e-12));
        Path copy = Files.writeString(folder.resolve("copy.conf"), RunFileWriter.write(run));
        assertThat(RunFile.read(copy, List.of()).data().mixture())
                .isEqualTo(run.data().mixture());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "learn { type = pair }, steps = [{ type = append-eos }] ~ steps over tokens are for running text, not for pairs",
                "steps = [{ type = append-eos }, { type = filter, matches = a }] ~ steps over fields must come before those over tokens",
                "steps = [{ type = filter, matches = \"(\" }] ~ matches: must be a regular expression: Unclosed group",
                "steps = [{ type = template, field = x, text = \"{\" }] ~ template must have a field's name between braces",
                "steps = [{ type = deduplicate, fields = [] }] ~ fields must name at least one field",
                "steps = [{ type = language }] ~ either code or field must be said, got '' and ''",
            })
    void what_does_not_fit_is_refused(String task, String message) {
        assertThatThrownBy(() -> read("data.tasks = [" + task("a", task) + "]"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("run.conf: 3: ")
                .hasMessageContaining(message);
    }

    @Test
    void a_mixture_names_what_there_is() {
        assertThatThrownBy(() -> read("data.tasks = [" + task("abacus", "") + "]\n"
                        + "data.mixture = [{ type = task, name = abakus }]"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(
                        "data: mixture names 'abakus', which is no source or task; did you mean 'abacus'?");
    }
}
