package dev.cloze.data;

import java.nio.file.Path;
import java.util.List;

/**
 * Material with a name and a known size. A feed of a corpus is one pass over it.
 *
 * @param <T> what it holds
 */
public interface Corpus<T extends Material> extends Pipeline<T> {

    /** What reports and positions call it. */
    String name();

    /** The files that it reads, in an order of its own; none where it lies in memory. */
    default List<Path> paths() {
        return List.of();
    }

    /** How many records a pass has, counted without reading what is in them. */
    long examples();
}
