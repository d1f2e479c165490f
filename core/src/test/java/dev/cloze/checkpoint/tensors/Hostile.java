package dev.cloze.checkpoint.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.cloze.Refusal;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What is asked of a reader that is given a file made to break it. */
public final class Hostile {

    private static final long MOST_BYTES = 100_000_000;
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private Hostile() {}

    /**
     * The file is refused in one line that begins with {@code place} and holds {@code rule}, within a second of this
     * thread's own time and with less than 100 MB allocated, counting what the collector took back.
     */
    public static void refused(ThrowingCallable reading, Object place, String rule) {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = thread.getCurrentThreadAllocatedBytes();
        long nanos = thread.getCurrentThreadCpuTime();
        assertThatThrownBy(reading)
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith(place.toString())
                .hasMessageContaining(rule)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(600).doesNotContain("\n"));
        assertThat(thread.getCurrentThreadCpuTime() - nanos).as("nanoseconds").isLessThan(MOST_NANOS);
        assertThat(thread.getCurrentThreadAllocatedBytes() - bytes).as("bytes").isLessThan(MOST_BYTES);
    }
}
