package dev.cloze.app.config.train;

import dev.cloze.Refusal;

/**
 * Where to compute.
 *
 * @param word {@code auto}, {@code cpu} or {@code cuda:0} with the number of the GPU
 */
public record DeviceChoice(String word) {

    /** Reads one of the words. */
    public static DeviceChoice parse(String text) {
        Refusal.require(text.matches("auto|cpu|cuda:[0-9]{1,3}"), "must be auto, cpu or cuda:0, got '%s'", text);
        return new DeviceChoice(text);
    }

    @Override
    public String toString() {
        return word;
    }
}
