package dev.cloze.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.cloze.Refusal;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damages files again and again and reads them: each time gives what it gives, or a refusal, soon and with little memory. */
public final class Fuzz {

    private static final long MOST_NANOS = 3_000_000_000L;
    private static final long MOST_BYTES = 64L << 20;
    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Fuzz() {}

    /** Reads {@code files}, one of which is damaged, {@code mutations} times; at least one is refused. */
    public static void run(int mutations, Runnable reading, Path... files) throws IOException {
        List<byte[]> whole = new ArrayList<>();
        for (Path file : files) {
            whole.add(Files.readAllBytes(file));
        }
        SplittableRandom random = new SplittableRandom(whole.get(0).length);
        int refused = 0;
        for (int i = 0; i < mutations; i++) {
            int damaged = random.nextInt(files.length);
            Files.write(files[damaged], mutated(whole.get(damaged), random));
            refused += isRefused(reading, i) ? 1 : 0;
            if (files.length > 1) {
                Files.write(files[damaged], whole.get(damaged));
            }
        }
        assertThat(refused).isPositive();
    }

    private static boolean isRefused(Runnable reading, int mutation) {
        long begin = System.nanoTime();
        long bytes = THREAD.getCurrentThreadAllocatedBytes();
        boolean refused = false;
        try {
            reading.run();
        } catch (Refusal refusal) {
            assertThat(refusal.getMessage()).as("mutation %d", mutation).doesNotContain("\n");
            refused = true;
        } catch (RuntimeException | Error e) {
            throw new AssertionError("mutation " + mutation, e);
        }
        assertThat(THREAD.getCurrentThreadAllocatedBytes() - bytes)
                .as("bytes of mutation %d", mutation)
                .isLessThan(MOST_BYTES);
        assertThat(System.nanoTime() - begin)
                .as("time of mutation %d", mutation)
                .isLessThan(MOST_NANOS);
        return refused;
    }

    private static byte[] mutated(byte[] whole, SplittableRandom random) {
        byte[] bytes = whole.clone();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes = Arrays.copyOf(bytes, Math.max(at, 1));
                case 3 -> Arrays.fill(bytes, at, Math.min(at + random.nextInt(8), bytes.length), (byte) 0xFF);
                default -> System.arraycopy(bytes, at / 2, bytes, at, (bytes.length - at) / 2);
            }
        }
        return bytes;
    }
}
