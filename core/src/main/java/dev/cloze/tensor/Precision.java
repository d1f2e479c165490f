package dev.cloze.tensor;

import dev.cloze.Refusal;
import java.util.Locale;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The number format that matrix products are computed in; weights are always kept in float32 while training. */
public enum Precision {
    /** 32 bits throughout. */
    FLOAT32,
    /** bfloat16 activations and a bfloat16 copy of the weights, float32 master weights. */
    BFLOAT16,
    /** 8-bit weights with a scale for each row, 8-bit activations with a scale for each token; for inference on the CPU. */
    INT8;

    /** libtorch's name for the type in which weights are held that are not part of a product. */
    public ScalarType type() {
        return switch (this) {
            case FLOAT32, INT8 -> ScalarType.Float;
            case BFLOAT16 -> ScalarType.BFloat16;
        };
    }

    /** Bytes of a weight in a product. */
    public int bytes() {
        return switch (this) {
            case FLOAT32 -> 4;
            case BFLOAT16 -> 2;
            case INT8 -> 1;
        };
    }

    /** As typed by a user: {@code float32}, {@code bf16} or {@code int8}. */
    public String word() {
        return switch (this) {
            case FLOAT32 -> "float32";
            case BFLOAT16 -> "bf16";
            case INT8 -> "int8";
        };
    }

    /** The one that {@code word} asks for to use a model on {@code device}; {@code auto} is the fastest there. */
    public static Precision forUse(String word, ComputeDevice device) {
        Precision asked = switch (word.toLowerCase(Locale.ROOT)) {
            case "auto" -> fastest(CpuFeatures.here(), device);
            case "float32", "fp32" -> FLOAT32;
            case "bf16", "bfloat16" -> BFLOAT16;
            case "int8" -> INT8;
            default -> throw Refusal.at("--precision", "must be auto, float32, bf16 or int8, got '%s'", word);
        };
        boolean possible =
                asked != INT8 || (device.isCpu() && CpuFeatures.here().avx512vnni());
        if (!possible) {
            throw Refusal.at("--precision", "int8 needs a CPU with AVX512-VNNI, got %s", place(device));
        }
        return asked;
    }

    /** Tiles multiply bfloat16 fastest, 512-bit dot products int8; without either, bfloat16 would only cost accuracy. */
    static Precision fastest(CpuFeatures cpu, ComputeDevice device) {
        if (!device.isCpu() || cpu.amx()) {
            return BFLOAT16;
        }
        return cpu.avx512vnni() ? INT8 : FLOAT32;
    }

    private static String place(ComputeDevice device) {
        return device.isCpu() ? CpuFeatures.here().className() : device.toString();
    }
}
