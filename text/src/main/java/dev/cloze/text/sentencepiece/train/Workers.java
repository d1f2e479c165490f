package dev.cloze.text.sentencepiece.train;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Work over the words or candidates on several threads, in blocks that are handed out as threads get free. Outcomes must
 * not depend on which thread did what: counts are therefore summed as whole numbers.
 *
 * @param threads how many
 */
public record Workers(int threads) {

    private static final int BLOCK = 512;

    /** Work of one thread. */
    public interface Share {

        /** Does the elements {@code from} to {@code to}. */
        public void run(int from, int to);
    }

    /** Does {@code size} elements; {@code share} is asked for once a thread. The shares are returned. */
    public <S extends Share> List<S> run(int size, IntFunction<S> share) {
        List<S> shares = IntStream.range(0, threads).mapToObj(share).toList();
        AtomicInteger next = new AtomicInteger();
        IntConsumer work = t -> {
            for (int from = next.getAndAdd(BLOCK); from < size && from >= 0; from = next.getAndAdd(BLOCK)) {
                shares.get(t).run(from, Math.min(size, from + BLOCK));
            }
        };
        onThreads(work);
        return shares;
    }

    private void onThreads(IntConsumer work) {
        List<Thread> others = IntStream.range(1, threads)
                .mapToObj(t -> new Thread(() -> work.accept(t), "tokenizer-training-" + t))
                .toList();
        others.forEach(Thread::start);
        work.accept(0);
        for (Thread other : others) {
            join(other);
        }
    }

    private static void join(Thread other) {
        try {
            other.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while training", e);
        }
    }
}
