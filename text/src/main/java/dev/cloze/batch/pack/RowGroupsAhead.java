package dev.cloze.batch.pack;

import dev.cloze.batch.BatchPlan;
import dev.cloze.batch.cut.DocumentGroup;
import dev.cloze.batch.cut.DocumentGroups;
import dev.cloze.data.Feed;
import dev.cloze.data.Material;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Groups made ahead in the background: one thread reads documents, others make rows of them.
 */
final class RowGroupsAhead implements RowGroups {

    private static final long SECONDS_TO_CLOSE = 60;

    private final Feed<? extends Material> documents;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(daemons("cloze-documents"));
    private final ExecutorService makers;
    private final BlockingQueue<Future<RowGroup>> ahead;

    RowGroupsAhead(Feed<? extends Material> documents, BatchPlan plan, long firstNumber, int threads) {
        this.documents = documents;
        this.makers = Executors.newFixedThreadPool(threads, daemons("cloze-rows"));
        this.ahead = new ArrayBlockingQueue<>(threads + 1);
        RowMaker maker = new RowMaker(plan);
        DocumentGroups groups = new DocumentGroups(documents, plan.groupCharacters(), firstNumber);
        reader.execute(() -> read(groups, maker));
    }

    @Override
    public RowGroup next() {
        try {
            return ahead.take().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for rows", e);
        } catch (ExecutionException e) {
            throw rethrown(e);
        }
    }

    private static RuntimeException rethrown(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e);
    }

    private void read(DocumentGroups groups, RowMaker maker) {
        try {
            boolean more = true;
            while (more) {
                more = readOne(groups, maker);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there is more to read; a failure travels to whoever waits for rows. */
    private boolean readOne(DocumentGroups groups, RowMaker maker) throws InterruptedException {
        try {
            DocumentGroup group = groups.next();
            ahead.put(makers.submit(() -> maker.make(group)));
            return !group.documents().isEmpty();
        } catch (RuntimeException | Error e) {
            ahead.put(CompletableFuture.failedFuture(e));
            return false;
        }
    }

    @Override
    public void close() {
        reader.shutdownNow();
        try {
            reader.awaitTermination(SECONDS_TO_CLOSE, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        makers.shutdownNow();
        documents.close();
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
