package dev.cloze.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** How many processor threads libtorch computes with. */
public final class ComputeThreads {

    private static @Nullable Pair pair;

    private ComputeThreads() {}

    /** Computes with {@code count} threads from now on, for the whole process. */
    public static void use(int count) {
        torch.set_num_threads(count);
    }

    /** Threads that operators called from this thread compute with. */
    public static int count() {
        return torch.get_num_threads();
    }

    /**
     * The results of two tasks that compute at the same time, each with half of the threads. Where operators are many and small this is
     * faster than one after the other with all threads: most of the time is spent before and after what is shared out.
     */
    public static <T> List<T> together(Callable<T> first, Callable<T> second) {
        ExecutorService threads = pair();
        List<Future<T>> running = List.of(threads.submit(first), threads.submit(second));
        List<T> results = new ArrayList<>();
        RuntimeException failure = null;
        for (Future<T> task : running) {
            try {
                results.add(finished(task));
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure; // only when the other has let go of what both use
            }
        }
        if (failure != null) {
            throw failure;
        }
        return results;
    }

    private static <T> T finished(Future<T> task) {
        boolean interrupted = false;
        while (true) {
            try {
                T result = task.get();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return result;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
            }
        }
    }

    private static synchronized ExecutorService pair() {
        if (pair == null || pair.all != count()) {
            pair = Pair.of(count());
        }
        return pair.threads;
    }

    /**
     * Two threads that compute with half of the others each.
     *
     * @param threads both
     * @param all how many threads they share
     */
    private record Pair(ExecutorService threads, int all) {

        static Pair of(int all) {
            ExecutorService threads = Executors.newFixedThreadPool(2, ComputeThreads::daemon);
            CountDownLatch ready = new CountDownLatch(2);
            List<Future<Void>> starting = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                starting.add(threads.submit(() -> {
                    torch.set_num_threads(Math.max(1, all / 2));
                    ready.countDown();
                    ready.await(); // so that each thread runs one of these
                    return null;
                }));
            }
            starting.forEach(ComputeThreads::finished);
            use(all); // what threads that are new to libtorch start with
            return new Pair(threads, all);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "compute");
        thread.setDaemon(true);
        return thread;
    }
}
