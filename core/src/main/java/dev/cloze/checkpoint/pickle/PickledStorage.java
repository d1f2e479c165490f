package dev.cloze.checkpoint.pickle;

import dev.cloze.checkpoint.tensors.ElementType;

/**
 * A run of numbers that tensors of a pickle are views of.
 *
 * @param key what the file calls it
 * @param type its number format
 * @param count its elements
 */
record PickledStorage(String key, ElementType type, long count) {

    /** The same bytes in another number format. */
    PickledStorage as(ElementType other) {
        return new PickledStorage(key, other, bytes() / other.width());
    }

    /** Its size; {@link PickleNames} bounds the count so that this cannot overflow. */
    long bytes() {
        return count * type.width();
    }
}
