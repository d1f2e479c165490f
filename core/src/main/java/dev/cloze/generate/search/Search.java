package dev.cloze.generate.search;

import dev.cloze.generate.options.GenerationRequest;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Requests that are answered side by side in one batch of a model. They join, are written on and leave at any step; each
 * gets what it would get alone. For one thread.
 */
public sealed interface Search extends AutoCloseable permits RowSearch, BeamSearcher {

    /**
     * Lets requests begin, which is when their inputs are read.
     *
     * @param listeners for each request, hears its tokens as they are written, if it is the kind of search that can tell;
     *     must not throw while others are to go on
     */
    List<Answer> admit(List<GenerationRequest> requests, List<IntConsumer> listeners);

    /** Writes one more token for all. */
    void step();

    /** Leaves off a request; what was written so far is its answer. */
    void cancel(Answer answer);

    /** Rows in use. */
    int rows();

    /** Whether nothing is to be written any more. */
    default boolean idle() {
        return rows() == 0;
    }

    @Override
    void close();
}
