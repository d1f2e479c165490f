package dev.cloze.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cloze.Refusal;
import dev.cloze.data.file.FilePattern;
import dev.cloze.data.file.LineCounts;
import dev.cloze.data.file.Notices;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.data.source.PlainText;
import dev.cloze.data.source.Source;
import dev.cloze.data.stream.Rate;
import dev.cloze.objective.CausalLm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskSetTest {

    private static final Learning.Denoising USUAL = new Learning.Denoising(new CausalLm(), Joining.ALONE);
    private static final ReadingRules RULES = ReadingRules.telling(Notices.SILENT);

    @TempDir
    Path folder;

    private Source source(String name, int lines) throws IOException {
        Files.write(folder.resolve(name + ".txt"), Collections.nCopies(lines, "line"));
        return new PlainText(name, List.of(new FilePattern(folder, name + ".txt")), LineCounts.Unit.LINE, "en");
    }

    private static Data data(List<Source> sources, List<Drawn> mixture, double alpha) {
        return new Data(sources, List.of(), mixture, List.of(), true, alpha, 8, Joining.ALONE);
    }

    @Test
    void indices_count_settled_names_first() throws IOException {
        List<Task> tasks = List.of(Task.of(source("a", 1)), Task.of(source("b", 1)), Task.of(source("c", 1)));
        assertThat(TaskSet.of(tasks, USUAL, RULES).names()).containsExactly("a", "b", "c");
        TaskSet counted = TaskSet.of(tasks, USUAL, List.of("c", "of the model"), RULES);
        assertThat(counted.names()).containsExactly("c", "of the model", "a", "b");
        assertThat(counted.corpora().keySet()).containsExactly("a", "b", "c");
    }

    @Test
    void tasks_that_say_nothing_learn_what_is_usual() throws IOException {
        Task pair = new Task("pair", source("a", 1), List.of(), new Learning.Pair("text", "language"), List.of());
        TaskSet set = TaskSet.of(List.of(pair, Task.of(source("b", 1))), USUAL, RULES);
        assertThat(set.recipes().of(0).learning()).isEqualTo(pair.learn());
        assertThat(set.recipes().of(1))
                .isEqualTo(Recipe.of(USUAL))
                .isEqualTo(set.recipes().usual());
    }

    @Test
    void sizes_are_known_only_where_rates_need_them() throws IOException {
        List<Source> one = List.of(source("a", 9));
        List<Source> two = List.of(source("a", 9), source("b", 1));
        assertThat(set(one).size(data(one, List.of(), 1))).isEmpty();
        assertThat(set(two).size(data(two, List.of(), 0))).isEmpty();
        assertThat(set(two).size(data(two, List.of(), 0.5))).hasValue(10);
        assertThat(set(two).mixture(0.5).probabilities().get(0)).isCloseTo(0.75, within(1e-12));
    }

    @Test
    void a_mixture_inside_has_the_size_of_its_parts() throws IOException {
        List<Source> sources = List.of(source("a", 6), source("b", 1), source("c", 1));
        Rate.Power size = new Rate.Power(1);
        List<Drawn> drawn = List.of(
                new Drawn.Named("a", size),
                new Drawn.Mixture("inner", size, List.of(new Drawn.Named("b", size), new Drawn.Named("c", size))));
        assertThat(set(sources).mixture(drawn).probabilities()).containsExactly(0.75, 0.25);
        assertThatThrownBy(() -> set(sources).mixture(List.of(new Drawn.Named("d", size))))
                .isInstanceOf(Refusal.class)
                .hasMessage("data.mixture: there is no source or task 'd'");
    }

    @Test
    void missing_files_are_found_before_anything_is_read() throws IOException {
        List<Source> sources = List.of(source("a", 1));
        Files.delete(folder.resolve("a.txt"));
        assertThatThrownBy(() -> set(sources).found())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("a.txt");
    }

    private static TaskSet set(List<Source> sources) {
        return TaskSet.of(Data.all(sources, List.of()), USUAL, RULES);
    }
}
