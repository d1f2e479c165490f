package dev.cloze.train.optimiser;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;

/** Schedules as the golden files describe them. */
public final class GoldenSchedules {

    private GoldenSchedules() {}

    public static Schedule of(String source, String kind, double rate, JsonNode args) {
        return switch (source.toLowerCase(Locale.ROOT)) {
            case "t5x" -> factors(args);
            case "nanot5" -> nanoT5(rate, args);
            case "transformers" -> transformers(kind, rate, args);
            default -> Assumptions.abort(source + ": not supported yet");
        };
    }

    private static Schedule factors(JsonNode args) {
        T5xSchedule usual = T5xSchedule.DEFAULT;
        T5xSchedule.Decay decay = new T5xSchedule.Decay(
                args.path("decay_factor").asDouble(usual.decay().decayFactor()),
                args.path("steps_per_decay").asLong(usual.decay().stepsPerDecay()),
                args.path("steps_per_cycle").asLong(usual.decay().stepsPerCycle()));
        return new T5xSchedule(
                args.path("factors").asText(usual.factors()),
                args.path("base_learning_rate").asDouble(usual.rate()),
                args.path("warmup_steps").asLong(usual.warmupSteps()),
                decay,
                args.path("step_offset").asLong(usual.stepOffset()),
                args.path("min_learning_rate").asDouble(usual.minRate()));
    }

    private static Schedule nanoT5(double rate, JsonNode args) {
        long total = args.get("total_steps").asLong();
        long warmup = args.get("warmup_steps").asLong();
        return switch (args.get("lr_scheduler").asText()) {
            case "cosine" ->
                new Schedule.HalfWarmupCosine(
                        rate, warmup, total, args.get("final_cosine").asDouble());
            case "legacy" -> new Schedule.InverseSquareRootThenLinear(total);
            case "constant" -> new Schedule.Constant(rate, 0);
            default -> Assumptions.abort(args.get("lr_scheduler").asText() + ": not supported yet");
        };
    }

    private static Schedule transformers(String kind, double rate, JsonNode args) {
        long warmup = args.path("num_warmup_steps").asLong();
        long total = args.path("num_training_steps").asLong();
        double cycles = args.path("num_cycles").asDouble(0.5);
        double min =
                args.path("min_lr").asDouble(rate * args.path("min_lr_rate").asDouble());
        return switch (kind) {
            case "none", "get_constant_schedule" -> new Schedule.Constant(rate, 0);
            case "get_constant_schedule_with_warmup" -> new Schedule.Constant(rate, warmup);
            case "get_linear_schedule_with_warmup" -> new Schedule.Linear(rate, warmup, total);
            case "get_cosine_schedule_with_warmup", "get_cosine_with_min_lr_schedule_with_warmup" ->
                new Schedule.Cosine(rate, warmup, total, cycles, min);
            case "get_cosine_with_hard_restarts_schedule_with_warmup" ->
                new Schedule.CosineRestarts(
                        rate, warmup, total, args.path("num_cycles").asDouble(1));
            case "get_polynomial_decay_schedule_with_warmup" ->
                new Schedule.Polynomial(
                        rate,
                        warmup,
                        total,
                        args.path("power").asDouble(1),
                        args.path("lr_end").asDouble(1e-7));
            case "get_inverse_sqrt_schedule" ->
                new Schedule.InverseSquareRoot(
                        rate, warmup, args.path("timescale").asLong());
            case "get_wsd_schedule" -> warmupStableDecay(rate, args);
            default -> Assumptions.abort(kind + ": not supported yet");
        };
    }

    private static Schedule warmupStableDecay(double rate, JsonNode args) {
        long warmup = args.get("num_warmup_steps").asLong();
        long decay = args.get("num_decay_steps").asLong();
        long total = args.path("num_training_steps")
                .asLong(warmup + decay + args.path("num_stable_steps").asLong());
        Schedule.WarmupStableDecay.Decay form = switch (args.path("decay_type").asText("cosine")) {
            case "linear" -> Schedule.WarmupStableDecay.Decay.LINEAR;
            case "cosine" -> Schedule.WarmupStableDecay.Decay.COSINE;
            default -> Schedule.WarmupStableDecay.Decay.SQUARE_ROOT;
        };
        double min = rate * args.path("min_lr_ratio").asDouble();
        return new Schedule.WarmupStableDecay(rate, warmup, decay, total, form, min);
    }
}
