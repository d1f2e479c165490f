package dev.cloze.objective;

/** What happens where an example would need more spans than the vocabulary has sentinels. */
public enum SentinelOverflow {
    /** Fewer, longer spans: at most one for each sentinel. */
    CAP,
    /** Ids go on counting down from the last sentinel into ordinary pieces, as T5's code silently does. */
    T5,
    /** The run is refused before it starts. */
    ERROR
}
