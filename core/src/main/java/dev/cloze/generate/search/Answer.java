package dev.cloze.generate.search;

import java.util.List;

/** The answer to a request, while it is written and when it is complete. */
public interface Answer {

    /** Whether nothing more is written. */
    boolean over();

    /** The texts, best first; so far, or all of them. A beam search has none before the first is complete. */
    List<Candidate> candidates();
}
