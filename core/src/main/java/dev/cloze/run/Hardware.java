package dev.cloze.run;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import java.util.OptionalInt;

/** What a run asks for to compute on. */
public record Hardware(
        @Doc("Where to compute: auto takes a GPU if the build and the machine have one.")
        DeviceName device,

        @Doc("The numbers to compute in: auto takes bfloat16 where the processor has it. Weights are kept in float32.")
        TrainingPrecision precision,

        @Doc("Processor threads; auto takes the physical cores.")
        OptionalInt threads) {

    /** What is there. */
    public static final Hardware AUTO = new Hardware(DeviceName.AUTO, TrainingPrecision.AUTO, OptionalInt.empty());

    /** Checks the range. */
    public Hardware {
        threads.ifPresent(
                count -> Refusal.require(count > 0, "threads must be auto or a positive whole number, got %d", count));
    }

    /** What is there, with so many threads. */
    public static Hardware threads(int count) {
        return new Hardware(DeviceName.AUTO, TrainingPrecision.AUTO, OptionalInt.of(count));
    }
}
