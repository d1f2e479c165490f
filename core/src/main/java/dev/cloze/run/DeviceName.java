package dev.cloze.run;

import dev.cloze.Refusal;
import dev.cloze.tensor.ComputeDevice;

/**
 * Where a run file says to compute, there or not.
 *
 * @param word {@code auto}, {@code cpu} or {@code cuda:0} with the number of the GPU
 */
public record DeviceName(String word) {

    /** A GPU if the build and the machine have one. */
    public static final DeviceName AUTO = new DeviceName("auto");

    /** The processor that runs the JVM. */
    public static final DeviceName CPU = new DeviceName("cpu");

    /** Checks the word. */
    public DeviceName {
        Refusal.require(word.matches("auto|cpu|cuda:[0-9]{1,3}"), "must be auto, cpu or cuda:0, got '%s'", word);
    }

    /** Reads one of the words. */
    public static DeviceName parse(String text) {
        return new DeviceName(text);
    }

    /** The device of that name here. */
    public ComputeDevice device() {
        return ComputeDevice.parse(word);
    }

    @Override
    public String toString() {
        return word;
    }
}
