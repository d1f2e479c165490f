package dev.cloze.app.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.tensor.CpuFeatures;
import dev.cloze.tensor.ProcessMemory;

/**
 * One measured figure.
 *
 * @param work what was done, such as {@code generate t5-v1.1-base b8 beam4 128->64}
 * @param dtype the numbers it was computed in, {@code -} where there are none
 * @param rate work in a second
 * @param shareOfLimit the rate as a share of what the machine could do at best; not a number where that is not known
 * @param limit what that best is
 */
public record Figure(String work, String dtype, Rate rate, double shareOfLimit, String limit) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Units of work in a second. */
    public enum Unit {
        /** Tokens. */
        TOKENS("tokens_per_s"),
        /** Millions of bytes of text in UTF-8. */
        MB("mb_per_s"),
        /** Training examples. */
        EXAMPLES("examples_per_s"),
        /** Bytes of Java memory that one text takes, instead of work in a second. */
        ALLOCATED("bytes_per_text"),
        /** Bytes of Java memory that one training example takes. */
        ALLOCATED_FOR_EXAMPLE("bytes_per_example");

        private final String key;

        Unit(String key) {
            this.key = key;
        }

        private String key() {
            return key;
        }
    }

    /**
     * Work in a second.
     *
     * @param value how much
     * @param unit of what
     */
    public record Rate(double value, Unit unit) {}

    /** This figure as one JSON object on one line, with the peak memory of the process so far. */
    public String json() {
        ObjectNode node = JSON.createObjectNode().put("work", work).put("dtype", dtype);
        node.put(rate.unit().key(), rounded(rate.value()));
        node.put("peak_mb", ProcessMemory.peakBytes() / 1_000_000);
        if (isLimited()) {
            node.put("share_of_limit", Math.round(shareOfLimit * 1e4) / 1e4).put("limit", limit);
        }
        return node.put("cpu", cpu()).toString();
    }

    /** This figure as a line for people. */
    public String line() {
        String share = isLimited() ? "%3.0f %% of %s, ".formatted(100 * shareOfLimit, limit) : "";
        return "%-46s %-5s %,12.1f %-14s %speak memory %,d MB"
                .formatted(
                        work,
                        dtype,
                        rate.value(),
                        rate.unit().key().replace("_per_", "/"),
                        share,
                        ProcessMemory.peakBytes() / 1_000_000);
    }

    private boolean isLimited() {
        return !Double.isNaN(shareOfLimit);
    }

    /** The processor's class and name. */
    public static String cpu() {
        CpuFeatures cpu = CpuFeatures.here();
        return cpu.className() + ", " + cpu.model();
    }

    private static double rounded(double value) {
        return value < 100 ? Math.round(value * 100) / 100.0 : Math.round(value);
    }
}
