package dev.cloze.generate;

import dev.cloze.generate.search.Session;
import dev.cloze.model.Network;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.RowAdapters;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.text.Tokens;
import java.util.List;

/**
 * Texts that are read together, and what each uses.
 *
 * @param texts them
 * @param adapters for each, the number of its adapter
 */
record RowUse(List<Tokens> texts, List<Integer> adapters) {

    /** What {@code inputs} ask of {@code model}. */
    static RowUse of(Network model, List<Session.Input> inputs) {
        return new RowUse(
                inputs.stream().map(Session.Input::text).toList(),
                inputs.stream()
                        .map(input -> input.adapter().orElse(model.usualAdapter()))
                        .toList());
    }

    /** Those at {@code places}. */
    RowUse some(List<Integer> places) {
        return new RowUse(
                places.stream().map(texts::get).toList(),
                places.stream().map(adapters::get).toList());
    }

    /** The pass that reads them; it belongs to the caller's scope. */
    ForwardPass pass(ComputeDevice device) {
        return ForwardPass.inference()
                .using(RowAdapters.of(
                        adapters.stream().mapToInt(Integer::intValue).toArray(), device));
    }
}
