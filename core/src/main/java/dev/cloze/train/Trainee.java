package dev.cloze.train;

import dev.cloze.model.Network;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Parameters;

/**
 * A model that learns.
 *
 * @param model the network
 * @param parameters its weights
 * @param device where they live
 * @param flops what it costs, for reports
 */
public record Trainee(Network model, Parameters parameters, ComputeDevice device, ForwardFlops flops) {}
