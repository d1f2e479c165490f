package dev.cloze.app.bench;

import com.sun.management.ThreadMXBean;
import dev.cloze.batch.Batch;
import dev.cloze.batch.BatchShape;
import dev.cloze.batch.pack.BatchFeed;
import dev.cloze.objective.Lengths;
import dev.cloze.objective.MixtureOfDenoisers;
import dev.cloze.objective.ModeTokens;
import dev.cloze.text.Tokenizer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The way from text to batches. Tokenizing is measured on one core and on all; its limit is encoding the same text as
 * UTF-8. Making UL2's batches is measured in examples and in tokens; its limit is tokenizing the same text.
 *
 * @param text what is read
 * @param seconds how long each figure is measured for
 */
public record TextBench(BenchText text, double seconds) {

    private static final long CHARACTERS = 8_000_000;
    private static final int WARM_UP_BATCHES = 20;

    /** Tokenizes. */
    public void tokenize(Consumer<Figure> figures) {
        List<String> texts = text.texts(CHARACTERS);
        double limit = megabytesPerSecond(texts, 1, each -> each.getBytes(StandardCharsets.UTF_8).length);
        Tokenizer tokenizer = text.tokenizer();
        int cores = Runtime.getRuntime().availableProcessors();
        for (int threads : cores == 1 ? new int[] {1} : new int[] {1, cores}) {
            double rate = megabytesPerSecond(
                    texts, threads, each -> tokenizer.encode(each).size());
            String work = "tokenize %,d pieces, %d threads"
                    .formatted(tokenizer.vocabulary().size(), threads);
            Figure.Rate value = new Figure.Rate(rate, Figure.Unit.MB);
            figures.accept(new Figure(work, "-", value, rate / (limit * threads), "encoding as UTF-8"));
        }
        figures.accept(allocation(texts, tokenizer));
    }

    /** The memory that encoding a text takes; at best that of the ids. Texts have been encoded before. */
    private static Figure allocation(List<String> texts, Tokenizer tokenizer) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long own = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(own);
        long ids = 0;
        for (String text : texts) {
            ids += tokenizer.encode(text).size();
        }
        double bytes = (threads.getThreadAllocatedBytes(own) - before) / (double) texts.size();
        String work = "tokenize %,d pieces, allocation"
                .formatted(tokenizer.vocabulary().size());
        Figure.Rate value = new Figure.Rate(bytes, Figure.Unit.ALLOCATED);
        double idBytes = ids * (double) Integer.BYTES / texts.size();
        return new Figure(work, "-", value, idBytes / bytes, "the ids alone");
    }

    private interface Work {
        int of(String text);
    }

    private double megabytesPerSecond(List<String> texts, int threads, Work work) {
        long bytes = texts.stream()
                .mapToLong(each -> each.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        pass(texts, threads, work);
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        int passes = 0;
        while (passes == 0 || System.nanoTime() < end) {
            pass(texts, threads, work);
            passes++;
        }
        return bytes * (double) passes / ((System.nanoTime() - start) / 1e9) / 1e6;
    }

    private static void pass(List<String> texts, int threads, Work work) {
        if (threads == 1) {
            texts.forEach(work::of);
        } else {
            texts.parallelStream().forEach(work::of);
        }
    }

    /** Makes UL2's batches from text. */
    public void batches(Consumer<Figure> figures) {
        BatchShape shape = BatchShape.packed(32, new Lengths(512, 512));
        try (BatchFeed feed = text.batches(MixtureOfDenoisers.ul2(ModeTokens.RELEASED), shape)) {
            for (int i = 0; i < WARM_UP_BATCHES; i++) {
                feed.advance();
            }
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
            double limit = tokensPerSecond();
            String work = "data ul2 packed 512/512 from text";
            Figure.Rate made = new Figure.Rate(examples / took, Figure.Unit.EXAMPLES);
            Figure.Rate real = new Figure.Rate(tokens / took, Figure.Unit.TOKENS);
            figures.accept(new Figure(work, "-", made, tokens / took / limit, "tokenizing on all cores"));
            figures.accept(new Figure(work, "-", real, tokens / took / limit, "tokenizing on all cores"));
        }
    }

    private static long real(Batch batch) {
        return count(batch.encoder().segmentIds().shared())
                + count(batch.decoder().segmentIds().shared());
    }

    private static long count(int[] segments) {
        return Arrays.stream(segments).filter(id -> id != 0).count();
    }

    private double tokensPerSecond() {
        List<String> texts = text.texts(CHARACTERS);
        Tokenizer tokenizer = text.tokenizer();
        long bytes = texts.stream()
                .mapToLong(each -> each.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        long tokens =
                texts.stream().mapToLong(each -> tokenizer.encode(each).size()).sum();
        int cores = Runtime.getRuntime().availableProcessors();
        return megabytesPerSecond(texts, cores, each -> tokenizer.encode(each).size()) * 1e6 / bytes * tokens;
    }
}
