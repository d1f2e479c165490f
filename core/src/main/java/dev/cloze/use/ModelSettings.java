package dev.cloze.use;

import dev.cloze.Refusal;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import java.util.function.Consumer;

/**
 * How a model is opened.
 *
 * @param device where it computes
 * @param precision what it computes in
 * @param notes hears, a line each, of what is odd about its folder but does no harm
 */
public record ModelSettings(ComputeDevice device, Precision precision, Consumer<String> notes) {

    /** What is fastest here: a GPU if there is one; the numbers that the processor multiplies fastest. */
    public static ModelSettings auto() {
        return of("auto", "auto");
    }

    /**
     * By name.
     *
     * @param device {@code auto}, {@code cpu} or {@code cuda:0}
     * @param precision {@code auto}, {@code float32}, {@code bf16} or {@code int8}
     * @throws Refusal if there is no such device or precision here
     */
    public static ModelSettings of(String device, String precision) {
        ComputeDevice where = ComputeDevice.parse(device);
        return new ModelSettings(where, Precision.forUse(precision, where), note -> {});
    }

    /** These settings, with notes sent elsewhere. */
    public ModelSettings withNotes(Consumer<String> receiver) {
        return new ModelSettings(device, precision, receiver);
    }

    WeightStore.Placement placement() {
        return new WeightStore.Placement(precision, device, WeightStore.Use.PACKED);
    }
}
