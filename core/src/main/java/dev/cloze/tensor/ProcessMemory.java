package dev.cloze.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The memory of this process, libtorch's included, as Linux counts it; the Java heap alone where the system does not say. */
public final class ProcessMemory {

    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessMemory() {}

    /** Bytes that are in memory now. */
    public static long bytes() {
        return field("VmRSS:").orElseGet(ProcessMemory::heap);
    }

    /** The most bytes that were in memory at once. */
    public static long peakBytes() {
        return field("VmHWM:").orElseGet(ProcessMemory::heap);
    }

    private static OptionalLong field(String name) {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static long heap() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
