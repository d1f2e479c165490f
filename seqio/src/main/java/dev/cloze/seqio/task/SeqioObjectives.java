package dev.cloze.seqio.task;

import dev.cloze.Refusal;
import dev.cloze.objective.CausalLm;
import dev.cloze.objective.MixtureOfDenoisers;
import dev.cloze.objective.Objective;
import dev.cloze.objective.PrefixLm;
import dev.cloze.objective.SpanCorruption;
import dev.cloze.objective.TokenNoise;
import dev.cloze.seqio.Preprocessor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Objectives as T5's preprocessors. */
public final class SeqioObjectives {

    private static final int PERCENT = 100;

    private SeqioObjectives() {}

    /**
     * One denoiser.
     *
     * @param name the name of its task: {@code r_3_15}, {@code s}, {@code x_64_50}
     * @param rate how often it is drawn
     * @param mode what its inputs begin with
     * @param steps its preprocessors, for so many tokens that inputs stay shorter
     */
    public record Part(String name, double rate, String mode, IntFunction<Preprocessor> steps) {}

    /** The denoisers of an objective; one that T5's code does not have is refused. */
    public static List<Part> parts(Objective objective) {
        if (!(objective instanceof MixtureOfDenoisers mixture)) {
            return List.of(part(objective, 1, ""));
        }
        List<Part> parts = new ArrayList<>();
        for (MixtureOfDenoisers.Part part : mixture.parts()) {
            parts.add(part(part.objective(), part.rate(), part.mode()));
        }
        Refusal.require(
                parts.stream().map(Part::name).distinct().count() == parts.size(),
                "compat = seqio needs denoisers with names of their own, got %s",
                parts.stream().map(Part::name).toList());
        return List.copyOf(parts);
    }

    private static Part part(Objective objective, double rate, String mode) {
        if (objective instanceof SpanCorruption spans) {
            return new Part(name(spans), rate, mode, spans(spans));
        }
        if (objective instanceof PrefixLm prefix && prefix.split() == PrefixLm.Split.UNIFORM && !prefix.sentinel()) {
            Preprocessor steps = T5Objectives.prefixLm(prefix.noiseDensity());
            return new Part("s", rate, mode, reserved -> steps);
        }
        if (objective instanceof CausalLm) {
            return new Part("lm", rate, mode, reserved -> T5Objectives.fullLm());
        }
        if (objective.equals(TokenNoise.independent())) {
            return new Part("n", rate, mode, reserved -> T5Objectives.iidDenoising());
        }
        throw Refusal.at(
                "objective",
                "%s is none of T5's for an encoder and a decoder; compat = seqio cannot make it",
                objective.name());
    }

    private static IntFunction<Preprocessor> spans(SpanCorruption spans) {
        return reserved -> T5Objectives.spanCorruption(spans.noiseDensity(), spans.meanSpanLength(), true, reserved);
    }

    private static String name(SpanCorruption spans) {
        String letter = spans.name().startsWith("X") ? "x" : "r";
        return "%s_%d_%d"
                .formatted(letter, Math.round(spans.meanSpanLength()), Math.round(PERCENT * spans.noiseDensity()));
    }
}
