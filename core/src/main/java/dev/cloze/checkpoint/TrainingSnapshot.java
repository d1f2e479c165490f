package dev.cloze.checkpoint;

import dev.cloze.checkpoint.folder.FolderContent;
import dev.cloze.data.Position;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * All that a run needs to go on as if it had never stopped.
 *
 * @param step optimiser steps done
 * @param position where the data feed stands
 * @param seeds the run's seeds by name
 * @param counters the run's running totals by name, such as tokens read
 * @param model the folder of the trained weights
 * @param optimiserState the optimiser's tensors by name
 * @param run the resolved run file
 * @param fingerprints hashes of what the run needs beside this, such as its text, by name
 */
public record TrainingSnapshot(
        long step,
        Position position,
        Map<String, Long> seeds,
        Map<String, Long> counters,
        FolderContent model,
        Map<String, Tensor> optimiserState,
        String run,
        Map<String, String> fingerprints) {

    /** Takes unmodifiable copies of the maps, not of the tensors. */
    public TrainingSnapshot {
        seeds = Map.copyOf(seeds);
        counters = Map.copyOf(counters);
        optimiserState = Map.copyOf(optimiserState);
        fingerprints = Map.copyOf(fingerprints);
    }
}
