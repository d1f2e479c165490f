package dev.cloze.tensor;

import dev.cloze.Refusal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Where tensors live and are computed.
 *
 * @param kind the sort of processor
 * @param index which of several, 0 for the CPU
 */
public record ComputeDevice(Kind kind, int index) {

    /** Sorts of processors. */
    public enum Kind {
        /** The processor that runs the JVM. */
        CPU,
        /** An NVIDIA GPU. */
        CUDA,
        /** Nowhere: tensors have a shape and no values. */
        NONE
    }

    /** The processor that runs the JVM. */
    public static final ComputeDevice CPU = new ComputeDevice(Kind.CPU, 0);

    /** Nowhere: tensors have a shape and no values. */
    public static final ComputeDevice NONE = new ComputeDevice(Kind.NONE, 0);

    private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

    /** The device that a run file names: {@code auto} (the first GPU that works, else the CPU), {@code cpu}, {@code cuda:0}. */
    public static ComputeDevice parse(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("cpu")) {
            return CPU;
        }
        if (lower.equals("auto")) {
            return gpus() > 0 ? new ComputeDevice(Kind.CUDA, 0) : CPU;
        }
        Matcher cuda = CUDA.matcher(lower);
        if (!cuda.matches()) {
            throw Refusal.at("device", "expected auto, cpu or cuda:N, got '%s'", name);
        }
        int index = cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1));
        if (index >= gpus()) {
            throw Refusal.at("device", "%s is not there: %d GPUs can be used", name, gpus());
        }
        return new ComputeDevice(Kind.CUDA, index);
    }

    /** How many GPUs this build of libtorch can use. */
    public static int gpus() {
        return torch.cuda_is_available() ? torch.cuda_device_count() : 0;
    }

    /** Whether this is the processor that runs the JVM. */
    public boolean isCpu() {
        return kind == Kind.CPU;
    }

    /** libtorch's name for it; belongs to the caller's scope. */
    public Device device() {
        return new Device(toString());
    }

    /** Options for a new tensor of {@code type} here; they belong to the caller's scope. */
    public TensorOptions options(ScalarType type) {
        return new TensorOptions(type).device(new DeviceOptional(device()));
    }

    @Override
    public String toString() {
        return switch (kind) {
            case CPU -> "cpu";
            case CUDA -> "cuda:" + index;
            case NONE -> "meta";
        };
    }
}
