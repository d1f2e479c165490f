package dev.cloze.checkpoint;

import dev.cloze.Refusal;
import dev.cloze.checkpoint.disk.FileMark;
import dev.cloze.data.Position;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@code run.json} says of a checkpoint: where the run stood, what it was, and which files belong to it.
 *
 * @param step optimiser steps done
 * @param position where the data feed stands
 * @param seeds the run's seeds by name
 * @param counters the run's running totals by name
 * @param run the resolved run file
 * @param fingerprints hashes of what the run needs and the folder does not hold, by name
 * @param versions of Cloze, Java and libtorch
 * @param files every other file of the folder
 */
public record Manifest(
        long step,
        Position position,
        SortedMap<String, Long> seeds,
        SortedMap<String, Long> counters,
        String run,
        SortedMap<String, String> fingerprints,
        SortedMap<String, String> versions,
        SortedMap<String, FileMark> files) {

    /** The file that holds it. */
    public static final String FILE = "run.json";

    /** The fingerprint of the tokenizer: its hash. */
    public static final String TOKENIZER = "tokenizer";

    /** Takes unmodifiable copies. */
    public Manifest {
        Refusal.require(step >= 0, "step must be 0 or more, got %d", step);
        seeds = Collections.unmodifiableSortedMap(new TreeMap<>(seeds));
        counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
        fingerprints = Collections.unmodifiableSortedMap(new TreeMap<>(fingerprints));
        versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** The hash of the tokenizer, empty where there was none. */
    public String tokenizer() {
        return fingerprints.getOrDefault(TOKENIZER, "");
    }
}
