package dev.cloze.jmh;

import dev.cloze.app.bench.BenchText;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokens;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Text to tokens and back, a document at a time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TokenizerBenchmark {

    private static final long CHARACTERS = 2_000_000;

    private final Tokenizer tokenizer;
    private final List<String> texts;
    private final List<Tokens> tokens;
    private int next;

    /** Reads the documents. */
    public TokenizerBenchmark() {
        BenchText text = Quickstart.text();
        tokenizer = text.tokenizer();
        texts = text.texts(CHARACTERS);
        tokens = texts.stream().map(tokenizer::encode).toList();
    }

    /** A document as tokens. */
    @Benchmark
    public Tokens encode() {
        next = (next + 1) % texts.size();
        return tokenizer.encode(texts.get(next));
    }

    /** A document as text again. */
    @Benchmark
    public String decode() {
        next = (next + 1) % tokens.size();
        return tokenizer.decode(tokens.get(next));
    }
}
