package dev.cloze.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets a run that is told to end (control-C, SIGTERM) finish its update and save before the program goes. */
final class Interruption implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 600;

    private final CountDownLatch saved = new CountDownLatch(1);
    private final Thread hook;

    /** Calls {@code stop} when the program is told to end, then waits for {@link #close}. */
    Interruption(Runnable stop) {
        hook = new Thread(() -> {
            stop.run();
            await();
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void await() {
        try {
            if (!saved.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.getLogger("dev.cloze").log(System.Logger.Level.WARNING, "the run did not stop in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        saved.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException endingAlready) {
            return; // The hook is running and has been let go.
        }
    }
}
