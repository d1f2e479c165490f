package dev.cloze.objective.span;

/**
 * How a segment is divided: {@code noise} tokens in {@code spans} spans, each behind at least one token that is kept.
 *
 * @param tokens tokens of the segment
 * @param noise tokens that are masked
 * @param spans spans that they lie in, one sentinel each
 */
public record SpanCounts(int tokens, int noise, int spans) {

    /** Tokens of the inputs with a sentinel for each span and the end of sequence. */
    public int inputs() {
        return tokens - noise + spans + 1;
    }

    /** Tokens of the targets with a sentinel for each span and the end of sequence. */
    public int targets() {
        return noise + spans + 1;
    }

    /**
     * The counts for a segment of {@code tokens}, at least two: T5's rounding (half to even), then at least one token
     * masked and one kept for each span.
     */
    public static SpanCounts of(int tokens, double noiseDensity, double meanSpanLength, int mostSpans) {
        int noise = clamp((int) Math.rint(tokens * noiseDensity), 1, tokens - 1);
        int spans = clamp((int) Math.rint(noise / meanSpanLength), 1, mostSpans);
        return new SpanCounts(tokens, noise, Math.min(spans, Math.min(noise, tokens - noise)));
    }

    private static int clamp(int value, int least, int most) {
        return Math.min(Math.max(value, least), most);
    }
}
