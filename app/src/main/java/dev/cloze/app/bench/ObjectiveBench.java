package dev.cloze.app.bench;

import dev.cloze.Seed;
import dev.cloze.objective.CausalLm;
import dev.cloze.objective.Denoiser;
import dev.cloze.objective.Denoisers;
import dev.cloze.objective.Lengths;
import dev.cloze.objective.Objective;
import dev.cloze.objective.PrefixLm;
import dev.cloze.objective.SpanCorruption;
import dev.cloze.objective.TextInfilling;
import dev.cloze.objective.TokenNoise;
import dev.cloze.objective.Ul2;
import dev.cloze.objective.WordSpans;
import dev.cloze.text.Tokens;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Makes examples of tokens, one objective after another, in one thread. */
public final class ObjectiveBench {

    private static final Lengths LENGTHS = new Lengths(512, 114);
    private static final long CHARACTERS = 400_000;

    private final BenchText text;
    private final double seconds;

    /** Measures each objective for so long. */
    public ObjectiveBench(BenchText text, double seconds) {
        this.text = text;
        this.seconds = seconds;
    }

    /** Measures those whose work's name is wanted, as a share of copying the segments alone. */
    public void run(Predicate<String> wanted, Consumer<Figure> figures) {
        Tokens all =
                text.texts(CHARACTERS).stream().map(text.tokenizer()::encode).reduce(Tokens.EMPTY, Tokens::concat);
        List<Objective> objectives = List.of(
                SpanCorruption.t5(),
                PrefixLm.t5(),
                new CausalLm(),
                Ul2.released(),
                WordSpans.megatron(),
                TextInfilling.bart(),
                TokenNoise.independent());
        for (Objective objective : objectives) {
            String work = "objective %s 512/114 from tokens, 1 thread".formatted(objective.name());
            if (wanted.test(work)) {
                figures.accept(measure(work, objective, all));
            }
        }
    }

    private Figure measure(String work, Objective objective, Tokens all) {
        Denoisers denoisers = objective.prepare(text.tokenizer(), LENGTHS);
        double limit = examplesPerSecond(all, denoisers, (denoiser, tokens, seed) -> tokens.size());
        double made = examplesPerSecond(
                all,
                denoisers,
                (denoiser, tokens, seed) ->
                        denoiser.apply(tokens, "und", seed).inputs().size());
        Figure.Rate rate = new Figure.Rate(made, Figure.Unit.EXAMPLES);
        return new Figure(work, "-", rate, made / limit, "copying the segments");
    }

    private interface Work {
        int of(Denoiser denoiser, Tokens tokens, Seed seed);
    }

    private double examplesPerSecond(Tokens all, Denoisers denoisers, Work work) {
        pass(all, denoisers, work, seconds / 2);
        return pass(all, denoisers, work, seconds);
    }

    private static double pass(Tokens all, Denoisers denoisers, Work work, double seconds) {
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        long examples = 0;
        long read = 0;
        int at = 0;
        while (System.nanoTime() < end) {
            Seed seed = new Seed(1).at(examples);
            Denoiser denoiser = denoisers.draw(seed);
            int length = denoiser.tokensLength();
            at = at + length > all.size() ? 0 : at;
            read += work.of(denoiser, all.slice(at, at + length), seed);
            at += length;
            examples++;
        }
        if (read == 0) {
            throw new IllegalStateException("nothing was read");
        }
        return examples / ((System.nanoTime() - start) / 1e9);
    }
}
