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
        int sum = 0;
        for (Example example : examples) {
            sum += example.inputs().size();
        }
        return sum;
    }

    public int targets() {
        int sum = 0;
        for (Example example : examples) {
            sum += example.targets().size();
        }
        return sum;
    }
}
