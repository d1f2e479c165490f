package dev.cloze.checkpoint.folder;

import java.util.List;

/**
 * A weight of a model, without its values.
 *
 * @param name its name
 * @param shape its axes
 * @param type the number format of its file, such as {@code BF16}
 * @param trained whether training changes it
 */
public record DescribedWeight(String name, List<Long> shape, String type, boolean trained) {

    /** Takes an unmodifiable copy of the shape. */
    public DescribedWeight {
        shape = List.copyOf(shape);
    }

    /** How many numbers it holds. */
    public long count() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
