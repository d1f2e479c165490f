package dev.cloze.checkpoint.pickle;

import dev.cloze.Refusal;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a pickle.
 *
 * @param tensors by name
 * @param begins the first byte of each storage, by its key
 */
record PickledContent(Map<String, PickledTensor> tensors, Map<String, Long> begins) {

    // Where training scripts put the weights beside an optimiser's state.
    private static final List<String> INNER = List.of("state_dict", "model_state_dict", "model");

    PickledContent {
        tensors = Collections.unmodifiableMap(tensors);
        begins = Collections.unmodifiableMap(begins);
    }

    /** The tensors of a state dictionary, also of one that lies in a training checkpoint under its usual name. */
    static Map<String, PickledTensor> tensors(Object content, Path file) {
        if (!(content instanceof Map<?, ?> map)) {
            throw Refusal.at(file.toString(), "must hold a dictionary of tensors");
        }
        Map<?, ?> chosen = map;
        for (String name : INNER) {
            if (map.get(name) instanceof Map<?, ?> inner) {
                chosen = inner;
                break;
            }
        }
        Map<String, PickledTensor> tensors = new LinkedHashMap<>();
        chosen.forEach((name, value) -> {
            if (value instanceof PickledTensor tensor) {
                tensors.put(String.valueOf(name), tensor);
            }
        });
        if (tensors.isEmpty()) {
            throw Refusal.at(file.toString(), "must hold a dictionary of tensors, got none");
        }
        return tensors;
    }
}
