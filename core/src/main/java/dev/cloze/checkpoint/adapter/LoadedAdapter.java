package dev.cloze.checkpoint.adapter;

import dev.cloze.adapter.Adapter;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.tensor.Parameters;

/**
 * A model with an adapter, each read from its folder.
 *
 * @param adapter what the adapter is
 * @param model the model with the adapter in it; its parameters are the frozen ones
 * @param parameters the adapter's weights
 */
public record LoadedAdapter(Adapter adapter, LoadedModel model, Parameters parameters) {}
