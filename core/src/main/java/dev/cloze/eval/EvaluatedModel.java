package dev.cloze.eval;

import dev.cloze.generate.Generator;
import dev.cloze.model.Network;
import dev.cloze.tensor.ComputeDevice;
import java.util.Optional;

/**
 * A network to be evaluated.
 *
 * @param network computes losses
 * @param filler writes what belongs into gaps, where the network reads one text and writes another
 * @param device where batches go
 */
public record EvaluatedModel(Network network, Optional<Generator> filler, ComputeDevice device) {}
