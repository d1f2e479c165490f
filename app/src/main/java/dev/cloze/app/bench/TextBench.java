package dev.cloze.app.bench;

import com.sun.management.ThreadMXBean;
import dev.cloze.text.Tokenizer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tokenizing, on one core and on all; its limit is encoding the same text as UTF-8.
 *
 * @param text what is read
 * @param seconds how long each figure is measured for
 */
public record TextBench(BenchText text, double seconds) {

    private static final long CHARACTERS = 8_000_000;

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

    /** What is done with a text. */
    interface Work {
        int of(String text);
    }

    private double megabytesPerSecond(List<String> texts, int threads, Work work) {
        long bytes = texts.stream()
                .mapToLong(each -> each.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        return bytes * passesPerSecond(texts, threads, work) / 1e6;
    }

    double passesPerSecond(List<String> texts, int threads, Work work) {
        pass(texts, threads, work);
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        int passes = 0;
        while (passes == 0 || System.nanoTime() < end) {
            pass(texts, threads, work);
            passes++;
        }
        return passes / ((System.nanoTime() - start) / 1e9);
    }

    private static void pass(List<String> texts, int threads, Work work) {
        if (threads == 1) {
            texts.forEach(work::of);
        } else {
            texts.parallelStream().forEach(work::of);
        }
    }
}
