package dev.cloze.seqio.megatron;

import dev.cloze.text.Tokens;

/** What a causal language model reads, the token that it must write behind each, and which of these count. */
public final class CausalSample {

    private final Tokens tokens;
    private final Tokens labels;
    private final boolean[] lossMask;

    private CausalSample(Tokens tokens, Tokens labels, boolean[] lossMask) {
        this.tokens = tokens;
        this.labels = labels;
        this.lossMask = lossMask;
    }

    static CausalSample of(Tokens text, SampleIndex.Cut cut, int padId) {
        int length = cut.sequenceLength();
        int[] padded = new int[length + 1];
        boolean[] lossMask = new boolean[length];
        for (int i = 0; i <= length; i++) {
            padded[i] = i < text.size() ? text.at(i) : padId;
        }
        for (int i = 0; i < length; i++) {
            lossMask[i] = padded[i + 1] != padId;
        }
        return new CausalSample(Tokens.copyOf(padded, 0, length), Tokens.copyOf(padded, 1, length + 1), lossMask);
    }

    /** What the model reads. */
    public Tokens tokens() {
        return tokens;
    }

    /** What it must write: the token behind each. */
    public Tokens labels() {
        return labels;
    }

    /** Whether the label at a place counts. */
    public boolean counts(int place) {
        return lossMask[place];
    }

    /** This sample without a loss where it reads the end of a document. */
    public CausalSample withoutLossAt(int endOfDocument) {
        boolean[] masked = lossMask.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] &= tokens.at(i) != endOfDocument;
        }
        return new CausalSample(tokens, labels, masked);
    }

    /** The place of each token behind the last end of a document, which belongs to the document that it ends. */
    public int[] positions(int endOfDocument) {
        int[] positions = new int[tokens.size()];
        for (int i = 1; i < positions.length; i++) {
            positions[i] = tokens.at(i - 1) == endOfDocument ? 0 : positions[i - 1] + 1;
        }
        return positions;
    }

    /** The number of each token's document, from 1; a token may attend only to its own document. */
    public int[] segmentIds(int endOfDocument) {
        int[] segments = new int[tokens.size()];
        for (int i = 0; i < segments.length; i++) {
            segments[i] = i == 0 ? 1 : segments[i - 1] + (tokens.at(i - 1) == endOfDocument ? 1 : 0);
        }
        return segments;
    }
}
