package dev.cloze.seqio.megatron;

import dev.cloze.Refusal;
import dev.cloze.data.indexed.IndexedTokens;
import dev.cloze.data.random.NumpyRandom;
import dev.cloze.text.Tokens;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Samples of equal length for a causal language model, drawn from documents in Megatron's order: the documents of all epochs
 * shuffled, laid end to end, cut, and the samples shuffled. Where the last epoch is used for less than four fifths, it is
 * shuffled for itself.
 */
public final class CausalSamples {

    private static final double WHOLE_EPOCH_FROM = 0.8;

    private final IndexedTokens data;
    private final Settings settings;
    private final int epochs;
    private final int[] documentOrder;
    private final SampleIndex index;
    private final int[] sampleOrder;

    /**
     * What is drawn.
     *
     * @param seed of numpy's generator
     * @param samples how many samples are wanted; without a number, those of one epoch
     * @param cut how samples are cut
     * @param padId fills a sample that the documents do not fill
     */
    public record Settings(int seed, OptionalInt samples, SampleIndex.Cut cut, int padId) {}

    /** Samples of some documents. Each document is one sequence. */
    public CausalSamples(IndexedTokens data, int[] documents, Settings settings) {
        this.data = data;
        this.settings = settings;
        int[] lengths = new int[Math.toIntExact(data.sequences())];
        Arrays.setAll(lengths, data::length);
        long tokens = Arrays.stream(documents).mapToLong(d -> lengths[d]).sum();
        if (tokens <= settings.cut().extra()) {
            throw Refusal.at(
                    "documents",
                    "must have more than %d tokens, got %d",
                    settings.cut().extra(),
                    tokens);
        }
        epochs = epochs(tokens);
        int shuffledTogether = shuffledTogether(tokens);
        NumpyRandom random = new NumpyRandom(settings.seed());
        documentOrder = documentOrder(documents, shuffledTogether < 0 ? epochs : epochs - 1, random);
        index = SampleIndex.build(lengths, documentOrder, epochs * tokens, settings.cut());
        sampleOrder = sampleOrder(shuffledTogether < 0 ? index.samples() : shuffledTogether, random);
    }

    private int epochs(long tokens) {
        SampleIndex.Cut cut = settings.cut();
        long wanted = (long) settings.samples().orElse(0) * cut.sequenceLength() + cut.extra();
        return Math.toIntExact(Math.max(1, (wanted + tokens - 1) / tokens));
    }

    /** How many samples lie before the last epoch if that is shuffled for itself, else -1. */
    private int shuffledTogether(long tokens) {
        if (epochs == 1) {
            return -1;
        }
        SampleIndex.Cut cut = settings.cut();
        long before = ((epochs - 1) * tokens - cut.extra()) / cut.sequenceLength();
        long perEpoch = (tokens - cut.extra()) / cut.sequenceLength();
        boolean separate = settings.samples().orElse(0) - before < (long) (WHOLE_EPOCH_FROM * perEpoch);
        return separate ? Math.toIntExact(before) : -1;
    }

    private int[] documentOrder(int[] documents, int together, NumpyRandom random) {
        int[] first = repeated(documents, together);
        random.shuffle(first);
        int[] last = repeated(documents, epochs - together);
        random.shuffle(last);
        return concatenated(first, last);
    }

    private int[] sampleOrder(int together, NumpyRandom random) {
        int[] first = random.permutation(together);
        int[] last = random.permutation(index.samples() - together);
        for (int i = 0; i < last.length; i++) {
            last[i] += together;
        }
        return concatenated(first, last);
    }

    private static int[] repeated(int[] values, int times) {
        int[] repeated = new int[Math.multiplyExact(values.length, times)];
        Arrays.setAll(repeated, i -> values[i % values.length]);
        return repeated;
    }

    private static int[] concatenated(int[] first, int[] second) {
        int[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Number of samples: at least those wanted. */
    public int size() {
        return sampleOrder.length;
    }

    /** How often each document is used. */
    public int epochs() {
        return epochs;
    }

    /** The documents in the order in which they are laid end to end. */
    public int[] documentOrder() {
        return documentOrder.clone();
    }

    /** Where samples begin, before they are shuffled. */
    public SampleIndex index() {
        return index;
    }

    /** The samples in the order in which they are given. */
    public int[] sampleOrder() {
        return sampleOrder.clone();
    }

    /** A sample. */
    public CausalSample at(int position) {
        int sample = sampleOrder[position];
        Tokens text = Tokens.EMPTY;
        for (int i = index.document(sample); i <= index.document(sample + 1); i++) {
            int from = i == index.document(sample) ? index.offset(sample) : 0;
            int to = i < index.document(sample + 1)
                    ? data.length(documentOrder[i])
                    : index.offset(sample + 1) + settings.cut().extra();
            text = text.concat(data.tokens(documentOrder[i], from, to - from));
        }
        return CausalSample.of(text, settings.cut(), settings.padId());
    }
}
