package dev.cloze.jmh;

import dev.cloze.app.bench.BenchText;
import dev.cloze.batch.Batch;
import dev.cloze.batch.BatchShape;
import dev.cloze.batch.Packing;
import dev.cloze.batch.pack.BatchFeed;
import dev.cloze.objective.Lengths;
import dev.cloze.objective.Ul2;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Batches of 32 rows of 512 inputs and 114 targets, of UL2's examples of documents in memory, made by one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PackingBenchmark {

    private static final int ROWS = 32;
    private static final long CHARACTERS = 4_000_000;

    /** How examples come into rows. */
    @Param
    private Packing packing = Packing.FITTED;

    private final BenchText text = Quickstart.text();
    private BatchFeed feed = open(Packing.FITTED);

    private BatchFeed open(Packing how) {
        return text.batches(
                text.tokens(CHARACTERS),
                Ul2.released(),
                new BatchShape(ROWS, new Lengths(512, 114), how, 1),
                0);
    }

    /** Opens the feed. */
    @Setup
    public void open() {
        feed.close();
        feed = open(packing);
    }

    /** The next batch. */
    @Benchmark
    public Batch batch() {
        feed.advance();
        return feed.current();
    }

    /** Closes the feed. */
    @TearDown
    public void close() {
        feed.close();
    }
}
