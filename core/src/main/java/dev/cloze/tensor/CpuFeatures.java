package dev.cloze.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the processor can do, read once without loading libtorch. Where the operating system does not say, nothing is
 * claimed.
 *
 * @param model the processor's name
 * @param amx matrix tiles in bfloat16 and int8 (Intel Sapphire Rapids and later)
 * @param avx512bf16 512-bit dot products in bfloat16
 * @param avx512vnni 512-bit dot products in int8
 * @param avx512 512-bit vectors
 * @param avx2 256-bit vectors
 */
public record CpuFeatures(
        String model, boolean amx, boolean avx512bf16, boolean avx512vnni, boolean avx512, boolean avx2) {

    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    private static final class Here {
        static final CpuFeatures FEATURES = parse(lines());
    }

    /** Those of this machine. */
    public static CpuFeatures here() {
        return Here.FEATURES;
    }

    /** The class that decides which kernels are fastest, for reports: {@code AMX}, {@code AVX512-BF16}, {@code AVX512-VNNI}, …. */
    public String className() {
        if (amx) {
            return "AMX";
        }
        if (avx512bf16) {
            return "AVX512-BF16";
        }
        if (avx512vnni) {
            return "AVX512-VNNI";
        }
        if (avx512) {
            return "AVX512";
        }
        return avx2 ? "AVX2" : "baseline";
    }

    static CpuFeatures parse(List<String> lines) {
        Set<String> flags = new HashSet<>(Arrays.asList(field(lines, "flags").split("\\s+")));
        return new CpuFeatures(
                field(lines, "model name"),
                flags.containsAll(Set.of("amx_tile", "amx_bf16", "amx_int8")),
                flags.contains("avx512_bf16"),
                flags.contains("avx512_vnni"),
                flags.contains("avx512f"),
                flags.contains("avx2"));
    }

    private static String field(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("");
    }

    private static List<String> lines() {
        try {
            return Files.isReadable(CPUINFO) ? Files.readAllLines(CPUINFO) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
