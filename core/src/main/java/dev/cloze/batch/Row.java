package dev.cloze.batch;

import dev.cloze.objective.Example;
import java.util.List;

/**
 * The examples of one row, in order.
 *
 * @param examples one or more
 */
record Row(List<Example> examples) {

    int inputs() {
        return examples.stream().mapToInt(e -> e.inputs().size()).sum();
    }

    int targets() {
        return examples.stream().mapToInt(e -> e.targets().size()).sum();
    }
}
