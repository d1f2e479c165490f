package dev.cloze.data;

/**
 * Material with a name and a known size. A feed of a corpus is one pass over it.
 *
 * @param <T> what it holds
 */
public interface Corpus<T extends Material> extends Pipeline<T> {

    /** What reports and positions call it. */
    String name();

    /** How many records a pass has, counted without reading what is in them. */
    long examples();
}
