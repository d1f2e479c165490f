package dev.cloze.train;

import dev.cloze.data.Position;

/**
 * How far a run is.
 *
 * @param steps updates done
 * @param sourceTokens tokens read so far, without padding
 * @param targetTokens tokens written so far, without padding
 * @param position where the data feed stands
 */
public record Progress(long steps, long sourceTokens, long targetTokens, Position position) {

    /** Nothing done. */
    public static final Progress START = new Progress(0, 0, 0, Position.START);
}
