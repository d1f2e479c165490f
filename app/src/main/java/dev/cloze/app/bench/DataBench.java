package dev.cloze.app.bench;

import com.sun.management.ThreadMXBean;
import dev.cloze.batch.Batch;
import dev.cloze.batch.BatchShape;
import dev.cloze.batch.pack.BatchFeed;
import dev.cloze.data.Corpus;
import dev.cloze.objective.Lengths;
import dev.cloze.objective.Objective;
import dev.cloze.objective.SpanCorruption;
import dev.cloze.objective.TextDenoising;
import dev.cloze.objective.Ul2;
import dev.cloze.text.Tokenizer;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Makes batches: of files of text, and of documents that lie in memory as tokens. Documents are shuffled. One thread does
 * all of it, or as many as there are processors make rows while one more reads.
 *
 * @param text what is read
 * @param seconds how long each figure is measured for
 */
public record DataBench(BenchText text, double seconds) {

    private static final Lengths LENGTHS = new Lengths(512, 512);
    private static final int ROWS = 32;
    private static final long CHARACTERS = 8_000_000;
    private static final List<Work> WORKS = List.of(
            new Work("span corruption packed 512/512", SpanCorruption.t5(), BatchShape.packed(ROWS, LENGTHS)),
            new Work("ul2 packed 512/512", Ul2.released(), BatchShape.packed(ROWS, LENGTHS)),
            new Work("text-denoising", new TextDenoising(), BatchShape.padded(ROWS, LENGTHS)));

    /** Batches of one kind. */
    private record Work(String name, Objective objective, BatchShape shape) {

        private String from(String what, int threads) {
            return "data %s from %s, %d threads".formatted(name, what, threads);
        }
    }

    /** Measures each objective, from tokens and from text, where the work's name is wanted. */
    public void run(Predicate<String> wanted, Consumer<Figure> figures) {
        Corpus<?> tokens = text.tokens(CHARACTERS);
        int cores = Runtime.getRuntime().availableProcessors();
        for (int threads : cores == 1 ? new int[] {1} : new int[] {1, cores}) {
            for (Work work : WORKS) {
                String ofTokens = work.from("tokens", threads);
                if (wanted.test(ofTokens)) {
                    measure(tokens, work, threads).report(ofTokens, Double.NaN, "", figures);
                }
                String ofText = work.from("text", threads);
                if (wanted.test(ofText)) {
                    Made made = measure(text.source(), work, threads);
                    made.report(ofText, tokenized(threads), "tokenizing on as many", figures);
                }
            }
        }
    }

    /**
     * What was made in a second.
     *
     * @param examples examples
     * @param tokens tokens that are no padding
     * @param allocated bytes of Java memory for an example, not a number where other threads took a part of it
     */
    private record Made(double examples, double tokens, double allocated) {

        private Made withoutAllocation() {
            return new Made(examples, tokens, Double.NaN);
        }

        private void report(String work, double limit, String of, Consumer<Figure> figures) {
            double share = tokens / limit;
            figures.accept(new Figure(work, "-", new Figure.Rate(examples, Figure.Unit.EXAMPLES), share, of));
            figures.accept(new Figure(work, "-", new Figure.Rate(tokens, Figure.Unit.TOKENS), share, of));
            if (!Double.isNaN(allocated)) {
                // Four features of a place on each side, and the ids of the example that they are copied from.
                double ids = 5 * Integer.BYTES * tokens / examples;
                Figure.Rate rate = new Figure.Rate(allocated, Figure.Unit.ALLOCATED_FOR_EXAMPLE);
                figures.accept(new Figure(work, "-", rate, ids / allocated, "the ids alone"));
            }
        }
    }

    private Made measure(Corpus<?> documents, Work work, int threads) {
        int others = threads == 1 ? 0 : threads;
        try (BatchFeed feed = text.batches(documents, work.objective(), work.shape(), others)) {
            make(feed, seconds / 2);
            Made made = make(feed, seconds);
            return threads == 1 ? made : made.withoutAllocation();
        }
    }

    private static Made make(BatchFeed feed, double seconds) {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long own = Thread.currentThread().getId();
        long allocated = memory.getThreadAllocatedBytes(own);
        long examples = 0;
        long tokens = 0;
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        while (System.nanoTime() < end && feed.advance()) {
            Batch batch = feed.current();
            examples += batch.examples();
            tokens += real(batch);
        }
        double took = (System.nanoTime() - start) / 1e9;
        double bytes = memory.getThreadAllocatedBytes(own) - allocated;
        return new Made(examples / took, tokens / took, bytes / examples);
    }

    private static long real(Batch batch) {
        return count(batch.encoder().segmentIds().shared())
                + count(batch.decoder().segmentIds().shared());
    }

    private static long count(int[] segments) {
        return Arrays.stream(segments).filter(id -> id != 0).count();
    }

    /** Tokens a second of tokenizing alone. */
    private double tokenized(int threads) {
        List<String> texts = text.texts(CHARACTERS);
        Tokenizer tokenizer = text.tokenizer();
        double tokens =
                texts.stream().mapToLong(each -> tokenizer.encode(each).size()).sum();
        return new TextBench(text, seconds / 2)
                        .passesPerSecond(
                                texts, threads, each -> tokenizer.encode(each).size())
                * tokens;
    }
}
