package dev.cloze.batch.pack;

import dev.cloze.objective.Example;
import java.util.List;

/**
 * The examples of one row, in order.
 *
 * @param examples one or more
 */
public record Row(List<Example> examples) {

    public int inputs() {
        return examples.stream().mapToInt(e -> e.inputs().size()).sum();
    }

    public int targets() {
        return examples.stream().mapToInt(e -> e.targets().size()).sum();
    }
}
