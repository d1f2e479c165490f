package dev.cloze.model;

import dev.cloze.nn.Head;

/** A network around another one, whose head it has. */
public interface Shell extends Network {

    /** What is inside. */
    Network inner();

    @Override
    default boolean hasHead() {
        return inner().hasHead();
    }

    @Override
    default Head head() {
        return inner().head();
    }
}
