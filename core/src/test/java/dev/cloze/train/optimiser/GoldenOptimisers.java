package dev.cloze.train.optimiser;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Assumptions;

/** Optimisers as the golden files describe them: a name and the reference's own arguments, the rest at its defaults. */
public final class GoldenOptimisers {

    private GoldenOptimisers() {}

    public static Optimiser of(String name, JsonNode args) {
        return switch (name) {
            case "torch.AdamW" -> adamW(args);
            case "AdamWScale" -> adamWScale(args);
            case "transformers.Adafactor" -> huggingFace(args);
            case "t5x.Adafactor" -> t5x(args);
            case "optax.adafactor" -> optax(args);
            default -> Assumptions.abort(name + ": not supported yet");
        };
    }

    // "split" is the weight decay of transformers' Trainer, which spares biases and norms; "weight_decay" spares none.
    private static DecayRule rule(JsonNode args) {
        return args.has("split") ? DecayRule.NO_BIAS_NO_NORM : DecayRule.ALL;
    }

    private static double decay(JsonNode args, double otherwise) {
        return args.path("split").asDouble(args.path("weight_decay").asDouble(otherwise));
    }

    private static double beta(JsonNode args, int index, double otherwise) {
        return args.path("betas").path(index).asDouble(otherwise);
    }

    private static Optimiser adamW(JsonNode args) {
        return new AdamW(
                beta(args, 0, 0.9),
                beta(args, 1, 0.999),
                args.path("eps").asDouble(1e-8),
                decay(args, 0.01),
                rule(args),
                args.path("amsgrad").asBoolean());
    }

    private static Optimiser adamWScale(JsonNode args) {
        return new AdamWScale(
                beta(args, 0, 0.9), beta(args, 1, 0.999), args.path("eps").asDouble(1e-6), decay(args, 0), rule(args));
    }

    private static Optimiser huggingFace(JsonNode args) {
        return new AdafactorHuggingFace(
                args.path("decay_rate").asDouble(-0.8),
                args.path("clip_threshold").asDouble(1),
                decay(args, 0),
                rule(args),
                args.path("scale_parameter").asBoolean(true),
                args.path("beta1").asDouble(0),
                new AdafactorHuggingFace.Epsilons(
                        args.path("eps").path(0).asDouble(1e-30),
                        args.path("eps").path(1).asDouble(1e-3)),
                new AdafactorHuggingFace.OwnSteps(
                        args.path("relative_step").asBoolean(true),
                        args.path("warmup_init").asBoolean(false)));
    }

    private static Optimiser t5x(JsonNode args) {
        JsonNode threshold = args.path("clipping_threshold");
        return new AdafactorT5x(
                args.path("decay_rate").asDouble(0.8),
                threshold.isNull() ? 0 : threshold.asDouble(1),
                new AdafactorT5x.Scaling(
                        args.path("multiply_by_parameter_scale").asBoolean(true),
                        args.path("epsilon2").asDouble(1e-3),
                        args.path("max_parameter_scale").asDouble(0)),
                args.path("beta1").asDouble(0),
                new AdafactorT5x.PlainDecay(
                        args.path("weight_decay_rate").asDouble(0),
                        args.path("weight_decay_rate_lr_exponent").asDouble(0),
                        DecayRule.ALL),
                factoring(args, args.path("epsilon1"), true),
                args.path("step_offset").asLong(0),
                args.path("global_norm_clip_threshold").asDouble(0));
    }

    private static AdafactorT5x.Factoring factoring(JsonNode args, JsonNode epsilon, boolean stacks) {
        return new AdafactorT5x.Factoring(
                args.path("factored").asBoolean(true),
                args.path("min_dim_size_to_factor").asLong(128),
                epsilon.asDouble(1e-30),
                stacks);
    }

    static AdafactorT5x clippingAt(double norm) {
        AdafactorT5x usual = AdafactorT5x.DEFAULT;
        return new AdafactorT5x(
                usual.decayRate(),
                usual.clippingThreshold(),
                usual.scaling(),
                usual.beta1(),
                usual.weightDecay(),
                usual.secondMoment(),
                usual.stepOffset(),
                norm);
    }

    private static Optimiser optax(JsonNode args) {
        return new AdafactorT5x(
                args.path("decay_rate").asDouble(0.8),
                args.path("clipping_threshold").asDouble(1),
                new AdafactorT5x.Scaling(
                        args.path("multiply_by_parameter_scale").asBoolean(true), 1e-3, 0),
                args.path("momentum").asDouble(0),
                new AdafactorT5x.PlainDecay(args.path("weight_decay_rate").asDouble(0), 0, DecayRule.ALL),
                factoring(args, args.path("eps"), false),
                args.path("decay_offset").asLong(0),
                0);
    }
}
