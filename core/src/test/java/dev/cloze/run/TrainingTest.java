package dev.cloze.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.checkpoint.disk.Disk;
import dev.cloze.checkpoint.folder.WholeFolder;
import dev.cloze.data.file.FilePattern;
import dev.cloze.data.file.LineCounts;
import dev.cloze.data.source.PlainText;
import dev.cloze.data.source.Source;
import dev.cloze.model.config.T5Config;
import dev.cloze.objective.SpanCorruption;
import dev.cloze.task.Data;
import dev.cloze.text.TokenizerSource;
import dev.cloze.train.optimiser.AdamW;
import dev.cloze.train.optimiser.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {

    @TempDir
    private Path folder;

    /** Writes down what it is told. */
    private static final class Diary implements RunListener {

        private final List<String> lines = new ArrayList<>();
        private final List<StepSummary> steps = new ArrayList<>();
        private final List<RunEvaluation> evaluations = new ArrayList<>();
        private final List<RunSummary> starts = new ArrayList<>();

        @Override
        public void onStart(RunSummary summary) {
            starts.add(summary);
            lines.add("start after " + summary.step());
        }

        @Override
        public void onStep(StepSummary step) {
            steps.add(step);
            lines.add("step " + step.step() + (step.full() ? " full" : ""));
        }

        @Override
        public void onEvaluation(RunEvaluation evaluation) {
            evaluations.add(evaluation);
            lines.add("evaluation after " + evaluation.step());
        }

        @Override
        public void onCheckpoint(long step, Path place) {
            lines.add("checkpoint " + step + " in " + place.getFileName());
        }

        @Override
        public void onEnd(RunEnd end) {
            lines.add("end after " + end.step() + (end.isWhole() ? ", whole" : ""));
        }
    }

    private Training tiny(long steps) throws IOException {
        TrainingSteps length = TrainingSteps.of(steps);
        return Training.of(
                        T5Config.v11(new T5Config.Shape(16, 8, 32, 2, 1, 1))
                                .withVocab(384)
                                .withDropout(0.1),
                        new TokenizerSource.Bytes(),
                        Data.of(text("learnt", 3)))
                .with(SpanCorruption.t5())
                .with(Batching.packed(2, 48, 24))
                .with(new Optimisation(
                        AdamW.DEFAULT,
                        new Schedule.Constant(1e-2, 0),
                        new TrainingSteps(steps, 5, length.loss(), length.clipping(), 2)))
                .with(new Checkpointing(2, 3, Resume.AUTO))
                .with(Hardware.threads(1));
    }

    private Source text(String name, long seed) throws IOException {
        Path file = folder.resolve(name + ".txt");
        SplittableRandom random = new Seed(seed).random();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            lines.add("we go on to " + random.nextInt(1000) + " and as it is so far to us in " + random.nextInt(1000));
        }
        Files.write(file, lines);
        return new PlainText(name, List.of(new FilePattern(folder, file.toString())), LineCounts.Unit.LINE, "en");
    }

    private byte[] weights(String run) throws IOException {
        return Files.readAllBytes(folder.resolve(run).resolve("model/model.safetensors"));
    }

    @Test
    void a_run_that_goes_on_ends_with_the_weights_of_one_that_never_stopped() throws IOException {
        RunEnd whole = tiny(5).run(folder.resolve("whole"));
        assertThat(whole.model()).contains(folder.resolve("whole/model"));

        Training training = tiny(5);
        training.run(folder.resolve("again"));
        WholeFolder.remove(Disk.local(), folder.resolve("again/checkpoints/step-000005"));
        Files.delete(folder.resolve("again/model/model.safetensors"));
        Diary diary = new Diary();
        RunEnd again = training.run(folder.resolve("again"), diary);

        assertThat(diary.lines).startsWith("start after 4", "step 5 full").endsWith("end after 5, whole");
        assertThat(diary.starts.get(0).previous()).contains(training.toRunFile());
        assertThat(again.isWhole()).isTrue();
        assertThat(weights("again")).isEqualTo(weights("whole"));
    }

    @Test
    void what_a_listener_throws_ends_the_run_after_what_was_learnt_is_saved() throws IOException {
        tiny(5).run(folder.resolve("whole"));
        RunListener failing = new RunListener() {
            @Override
            public void onStep(StepSummary step) {
                if (step.step() == 3) {
                    throw new IllegalStateException("enough");
                }
            }
        };
        Training training = tiny(5);
        assertThatThrownBy(() -> training.run(folder.resolve("stopped"), failing))
                .hasMessage("enough");
        assertThat(folder.resolve("stopped/model")).doesNotExist();
        Diary diary = new Diary();
        training.run(folder.resolve("stopped"), diary);
        assertThat(diary.lines).startsWith("start after 3", "step 4 full");
        assertThat(weights("stopped")).isEqualTo(weights("whole"));
    }

    @Test
    void listeners_are_told_of_everything_in_order() throws IOException {
        Evaluating evaluating = new Evaluating(List.of(text("held-out", 9)), List.of(), 2, 2, 3, 1, 0, List.of());
        Diary diary = new Diary();
        Training training = tiny(3).with(evaluating);
        training.run(folder.resolve("run"), diary);
        assertThat(diary.lines)
                .containsExactly(
                        "start after 0",
                        "evaluation after 0",
                        "step 1",
                        "step 2 full",
                        "evaluation after 2",
                        "checkpoint 2 in step-000002",
                        "step 3 full",
                        "evaluation after 3",
                        "checkpoint 3 in step-000003",
                        "end after 3, whole");
        RunSummary start = diary.starts.get(0);
        assertThat(start.name()).isEqualTo("run");
        assertThat(start.text().sources()).containsExactly("learnt");
        assertThat(start.network().frozen()).isZero();
        assertThat(start.previous()).isEmpty();
        assertThat(diary.evaluations).extracting(RunEvaluation::last).containsExactly(false, false, true);
        assertThat(diary.evaluations)
                .extracting(evaluation -> evaluation.spans().isPresent())
                .containsOnly(true);
        assertThat(diary.evaluations.get(0).samples()).hasSize(1);
    }

    @Test
    void an_interval_adds_its_updates_up() throws IOException {
        Diary diary = new Diary();
        tiny(4).run(folder.resolve("run"), diary);
        StepInterval first = diary.steps.get(0).interval();
        StepInterval both = diary.steps.get(1).interval();
        StepInterval next = diary.steps.get(2).interval();
        assertThat(List.of(first.updates(), both.updates(), next.updates())).containsExactly(1, 2, 1);
        assertThat(both.loss().loss())
                .isCloseTo(
                        diary.steps.get(0).report().loss().loss()
                                + diary.steps.get(1).report().loss().loss(),
                        within(1e-9));
        assertThat(both.tokens()).isGreaterThan(first.tokens());
        assertThat(diary.steps.get(3).seconds()).isGreaterThan(both.work().seconds());
    }

    @Test
    void a_run_of_other_text_is_refused() throws IOException {
        tiny(2).run(folder.resolve("run"));
        Training other = tiny(4);
        Files.writeString(folder.resolve("learnt.txt"), "another text\n");
        assertThatThrownBy(() -> other.run(folder.resolve("run")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("was trained on other files than those of source learnt");
    }

    @Test
    void a_run_is_described_without_a_command() throws IOException {
        String file = tiny(5).toRunFile();
        assertThat(file)
                .contains("train {\n  steps = 5\n")
                .contains("optimiser {\n  type = adamw\n  beta1 = 0.9\n")
                .contains("device = auto\nprecision = auto\nthreads = 1\n")
                .contains("loss-divisor = tokens");
    }
}
