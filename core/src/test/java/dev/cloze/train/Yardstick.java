package dev.cloze.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.Seed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How far a run in float32 may be from the reference's. The reference itself is some way from its twin in float64; a few
 * times that is allowed. Where that is not enough, the run may have crossed a kink (a ReLU, the sign of a gradient at
 * rounding level) that the reference passed on the other side: then it is asked how far rounding errors in the first weights
 * carry, by running it from several such weights.
 */
final class Yardstick {

    private static final double FEW = 8;
    private static final int NEIGHBOURS = 8;

    private final GoldenRun run;
    private final GoldenRun.Trace trace;
    private Optional<List<GoldenRun.Trace>> neighbours = Optional.empty();

    Yardstick(GoldenRun run, GoldenRun.Trace trace) {
        this.run = run;
        this.trace = trace;
    }

    /**
     * A tolerance.
     *
     * @param narrow what the float64 twin allows
     * @param spread how far a neighbour is from the run, asked for only if {@code narrow} is not enough
     */
    record Tolerance(double narrow, ToDoubleFunction<GoldenRun.Trace> spread) {}

    Tolerance loss(int step) {
        double drift = drift("loss", "loss_float64", step);
        double rounding = 5e-6 * Math.abs(run.log().get(step).get("loss").asDouble());
        return new Tolerance(
                FEW * drift + rounding, other -> largest(step, i -> Math.abs(lossAt(other, i) - lossAt(trace, i))));
    }

    Tolerance norm(int step) {
        double drift = drift("grad_norm", "grad_norm_float64", step);
        double rounding = 1e-4 * run.log().get(step).get("grad_norm").asDouble();
        return new Tolerance(
                FEW * drift + rounding,
                other -> largest(
                        step,
                        i -> Math.abs(other.steps().get(i).gradientNorm()
                                - trace.steps().get(i).gradientNorm())));
    }

    Tolerance weights(String name) {
        double drift = run.json()
                .get("final")
                .path(name)
                .path("largest_difference_to_float64")
                .asDouble();
        return new Tolerance(FEW * drift + 2e-6, other -> distance(weightsOf(other, name), weightsOf(trace, name)));
    }

    void require(String what, double difference, Tolerance tolerance) throws IOException {
        double allowed = tolerance.narrow();
        if (difference > allowed) {
            double spread =
                    neighbours().stream().mapToDouble(tolerance.spread()).max().orElse(0);
            allowed += FEW * spread;
        }
        assertThat(difference).as(what).isLessThanOrEqualTo(allowed);
    }

    private List<GoldenRun.Trace> neighbours() throws IOException {
        if (neighbours.isEmpty()) {
            List<GoldenRun.Trace> traces = new ArrayList<>();
            for (int i = 0; i < NEIGHBOURS; i++) {
                traces.add(run.perturbed(new Seed(i)));
            }
            neighbours = Optional.of(traces);
        }
        return neighbours.get();
    }

    private double drift(String value, String twin, int step) {
        return largest(step, i -> {
            JsonNode at = run.log().get(i);
            double here = at.get(value).asDouble();
            return Math.abs(here - at.path(twin).asDouble(here));
        });
    }

    private interface AtStep {
        double of(int step);
    }

    private static double largest(int last, AtStep value) {
        double largest = 0;
        for (int step = 0; step <= last; step++) {
            largest = Math.max(largest, value.of(step));
        }
        return largest;
    }

    private static double lossAt(GoldenRun.Trace of, int step) {
        return of.steps().get(step).loss().loss();
    }

    private static float[] weightsOf(GoldenRun.Trace of, String name) {
        return Objects.requireNonNull(of.weights().get(name));
    }

    static double distance(float[] a, float[] b) {
        assertThat(a).hasSameSizeAs(b);
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }
}
