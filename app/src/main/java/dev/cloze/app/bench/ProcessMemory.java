package dev.cloze.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory of this process, as the operating system counts it. */
public final class ProcessMemory {

    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessMemory() {}

    /** The most memory that was in use at once, in millions of bytes; of the heap alone where the system does not say. */
    public static long peakMegabytes() {
        return kilobytes("VmHWM:") * 1024 / 1_000_000;
    }

    private static long kilobytes(String field) {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(field)) {
                    return Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        } catch (IOException e) {
            return Runtime.getRuntime().totalMemory() / 1024;
        }
        return Runtime.getRuntime().totalMemory() / 1024;
    }
}
