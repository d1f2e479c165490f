package dev.cloze.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloze.checkpoint.Checkpoints;
import dev.cloze.tensor.Parameters;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import dev.cloze.train.loss.LossSums;
import dev.cloze.train.optimiser.Clipping;
import dev.cloze.train.optimiser.DecayRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerTest {

    @TempDir
    private Path folder;

    private static Map<String, float[]> weights(Parameters parameters) {
        Map<String, float[]> weights = new TreeMap<>();
        try (PointerScope scope = new PointerScope()) {
            parameters.all().forEach(p -> weights.put(p.name(), Tensors.floats(p.master())));
        }
        return weights;
    }

    private static void assertEqual(Map<String, float[]> found, Map<String, float[]> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, values) -> assertThat(found.get(name)).as(name).isEqualTo(values));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void a_resumed_run_is_bit_equal_to_one_never_stopped(Precision precision) throws IOException {
        Path text = TinyRun.text(folder);
        Checkpoints checkpoints = Checkpoints.in(folder.resolve("out"), 1, warning -> {});
        Map<String, float[]> expected;
        List<StepReport> whole = new ArrayList<>();
        try (TinyRun run = TinyRun.start(text, TinyRun.plan(8, 1), precision)) {
            run.trainer().run(whole::add);
            expected = weights(run.store().parameters());
        }
        try (TinyRun first = TinyRun.start(text, TinyRun.plan(3, 1), precision)) {
            first.trainer().run(report -> {});
            first.save(checkpoints);
        }
        List<StepReport> rest = new ArrayList<>();
        try (TinyRun second = TinyRun.resume(
                text, TinyRun.plan(8, 1), precision, checkpoints.resume().orElseThrow())) {
            second.trainer().run(rest::add);
            assertEqual(weights(second.store().parameters()), expected);
        }
        assertThat(rest)
                .extracting(StepReport::loss)
                .isEqualTo(whole.stream().skip(3).map(StepReport::loss).toList());
        assertThat(rest.get(4).progress()).isEqualTo(whole.get(7).progress());
    }

    @Test
    void a_tiny_model_learns() throws IOException {
        List<Double> losses = new ArrayList<>();
        try (TinyRun run = TinyRun.start(TinyRun.text(folder), TinyRun.plan(60, 1), Precision.FLOAT32)) {
            run.trainer().run(report -> losses.add(report.loss().perToken()));
        }
        double first =
                losses.subList(0, 5).stream().mapToDouble(d -> d).average().orElseThrow();
        double last =
                losses.subList(55, 60).stream().mapToDouble(d -> d).average().orElseThrow();
        assertThat(last).isLessThan(0.75 * first);
    }

    @Test
    void a_report_says_what_an_update_cost() throws IOException {
        List<StepReport> reports = new ArrayList<>();
        try (TinyRun run = TinyRun.start(TinyRun.text(folder), TinyRun.plan(2, 3), Precision.FLOAT32)) {
            run.trainer().run(reports::add);
        }
        StepReport report = reports.get(0);
        StepReport.Work work = report.work();
        assertThat(report.progress().steps()).isEqualTo(1);
        assertThat(report.loss().tokens()).isEqualTo(work.targetTokens());
        assertThat(work.sourceTokens() + work.targetTokens()).isBetween(1L, work.places());
        assertThat(work.places()).isEqualTo(3 * 4 * (32 + 32));
        assertThat(work.flops()).isBetween(1.0, work.rectangleFlops());
        assertThat(work.dataSeconds()).isLessThan(work.seconds());
        assertThat(report.byLabel().values().stream()
                        .mapToLong(LossSums::tokens)
                        .sum())
                .isEqualTo(report.loss().tokens());
        assertThat(report.learningRate()).isZero();
        assertThat(reports.get(1).learningRate()).isEqualTo(2e-3);
    }

    @Test
    void a_loss_that_is_no_number_stops_before_the_weights_change() throws IOException {
        List<Divergence> divergences = new ArrayList<>();
        try (TinyRun run = TinyRun.start(TinyRun.text(folder), TinyRun.plan(9, 1), Precision.FLOAT32)) {
            StepListener breaking = new StepListener() {
                @Override
                public void stepped(StepReport report) {
                    if (report.progress().steps() == 4) {
                        run.store().parameters().all().stream()
                                .limit(1)
                                .forEach(p ->
                                        Scopes.withoutGradient(() -> p.master().fill_(new Scalar(Double.NaN))));
                    }
                }

                @Override
                public void diverged(Divergence divergence) {
                    divergences.add(divergence);
                }
            };
            assertThatThrownBy(() -> run.trainer().run(breaking))
                    .isInstanceOf(Divergence.Stop.class)
                    .hasMessageContaining("step 5")
                    .hasMessageContaining("NaN");
            assertThat(run.trainer().progress().steps()).isEqualTo(4);
            assertThat(divergences).hasSize(1);
            assertThat(divergences.get(0).before()).isEqualTo(run.trainer().progress());
        }
        Path file = folder.resolve("diverged.json");
        divergences.get(0).save(file);
        JsonNode saved = new ObjectMapper().readTree(file.toFile());
        assertThat(saved.get("step").asLong()).isEqualTo(5);
        assertThat(saved.get("loss").asText()).isEqualTo("NaN");
        assertThat(saved.at("/position/counters/row").asLong()).isPositive();
    }

    @Test
    void stopping_ends_after_the_step_that_is_under_way() throws IOException {
        try (TinyRun run = TinyRun.start(TinyRun.text(folder), TinyRun.plan(100, 1), Precision.FLOAT32)) {
            run.trainer().run(report -> {
                if (report.progress().steps() == 2) {
                    run.trainer().stop();
                }
            });
            assertThat(run.trainer().progress().steps()).isEqualTo(2);
        }
    }

    @Test
    void listeners_are_told_in_order_and_every_so_often() {
        List<String> told = new ArrayList<>();
        StepListener both = StepListener.all(List.of(
                report -> told.add("a" + report.progress().steps()),
                StepListener.every(2, report -> told.add("b" + report.progress().steps()))));
        for (long step = 1; step <= 4; step++) {
            both.stepped(report(step));
        }
        assertThat(told).containsExactly("a1", "a2", "b2", "a3", "a4", "b4");
    }

    private static StepReport report(long step) {
        Progress progress = new Progress(step, 0, 0, Progress.START.position());
        return new StepReport(
                progress, 0, 0, LossSums.NONE, Map.of(), Map.of(), new StepReport.Work(1, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void decay_spares_biases_and_norms() {
        DecayRule rule = DecayRule.NO_BIAS_NO_NORM;
        assertThat(rule.decays("encoder.block.0.layer.0.SelfAttention.q.weight"))
                .isTrue();
        assertThat(rule.decays("encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight"))
                .isFalse();
        assertThat(rule.decays("encoder.block.0.layer.0.layer_norm.weight")).isFalse();
        assertThat(rule.decays("decoder.final_layer_norm.weight")).isFalse();
        assertThat(DecayRule.ALL.decays("decoder.final_layer_norm.weight")).isTrue();
    }

    @Test
    void clipping_shrinks_to_the_largest_norm() {
        assertThat(Clipping.NONE.factor(1e9)).isEqualTo(1);
        assertThat(new Clipping(1).factor(0.5)).isEqualTo(1);
        assertThat(new Clipping(1).factor(4)).isCloseTo(0.25, within(1e-6));
    }
}
