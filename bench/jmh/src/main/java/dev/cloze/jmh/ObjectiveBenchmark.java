package dev.cloze.jmh;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.app.bench.BenchText;
import dev.cloze.objective.CausalLm;
import dev.cloze.objective.Denoiser;
import dev.cloze.objective.Denoisers;
import dev.cloze.objective.Example;
import dev.cloze.objective.Lengths;
import dev.cloze.objective.Ul2;
import dev.cloze.objective.Objective;
import dev.cloze.objective.PrefixLm;
import dev.cloze.objective.SpanCorruption;
import dev.cloze.objective.TextInfilling;
import dev.cloze.objective.TokenNoise;
import dev.cloze.objective.WordSpans;
import dev.cloze.text.Tokens;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** An example of tokens, as long as fills 512 inputs or 114 targets. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ObjectiveBenchmark {

    private static final Lengths LENGTHS = new Lengths(512, 114);
    private static final long CHARACTERS = 400_000;

    /** Which objective. */
    @Param({"span-corruption", "prefix-lm", "causal-lm", "ul2", "word-spans", "text-infilling", "noise"})
    private String objective = "span-corruption";

    private final BenchText text = Quickstart.text();
    private final Tokens all =
            text.texts(CHARACTERS).stream().map(text.tokenizer()::encode).reduce(Tokens.EMPTY, Tokens::concat);
    private Denoisers denoisers = SpanCorruption.t5().prepare(text.tokenizer(), LENGTHS);
    private long examples;
    private int at;

    /** Makes the objective ready. */
    @Setup
    public void prepare() {
        denoisers = named(objective).prepare(text.tokenizer(), LENGTHS);
    }

    private static Objective named(String name) {
        return switch (name) {
            case "span-corruption" -> SpanCorruption.t5();
            case "prefix-lm" -> PrefixLm.t5();
            case "causal-lm" -> new CausalLm();
            case "ul2" -> Ul2.released();
            case "word-spans" -> WordSpans.megatron();
            case "text-infilling" -> TextInfilling.bart();
            case "noise" -> TokenNoise.independent();
            default -> throw Refusal.at("objective", "there is no benchmark of '%s'", name);
        };
    }

    /** The example of the next segment. */
    @Benchmark
    public Example example() {
        Seed seed = new Seed(1).at(examples++);
        Denoiser denoiser = denoisers.draw(seed);
        int length = denoiser.tokensLength();
        at = at + length > all.size() ? 0 : at;
        Tokens segment = all.slice(at, at + length);
        at += length;
        return denoiser.apply(segment, "und", seed);
    }
}
