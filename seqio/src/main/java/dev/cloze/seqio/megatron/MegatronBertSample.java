package dev.cloze.seqio.megatron;

import dev.cloze.data.random.NumpyRandom;
import dev.cloze.objective.span.NgramMasking;
import dev.cloze.text.Tokens;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A sample of Megatron's BERT: of masked tokens eight in ten are a mask, one is random, one stays.
 *
 * @param tokens what it reads
 * @param types 0 for the first part, 1 for the second
 * @param labels what stood at masked places, -1 elsewhere
 * @param swapped whether the parts are in the wrong order
 * @param truncated whether tokens were left out
 */
public record MegatronBertSample(Tokens tokens, Tokens types, Tokens labels, boolean swapped, boolean truncated) {

    private static final double MASKED = 0.8;
    private static final double HALF = 0.5;
    private static final int NO_LABEL = -1;

    /**
     * The sample of some sentences; {@code twoParts}: they are parted, and half of the samples swapped.
     */
    public static MegatronBertSample of(
            List<Tokens> sentences,
            boolean twoParts,
            int targetLength,
            NgramMasking masking,
            MegatronVocabulary vocabulary,
            NumpyRandom random) {
        Parts parts = Parts.of(sentences, twoParts, random);
        Parts cut = parts.cut(targetLength, random);
        Tokens tokens = cut.tokens(vocabulary.marks());
        NgramMasking.Replacement replacement = (token, r) -> replacement(token, vocabulary, r);
        NgramMasking.Masked masked = masking.mask(tokens, targetLength, vocabulary.words(), replacement, random);
        int[] labels = IntStream.range(0, tokens.size()).map(i -> NO_LABEL).toArray();
        masked.spans().forEach(span -> span.forEach(place -> labels[place] = tokens.at(place)));
        return new MegatronBertSample(
                masked.tokens(), cut.types(), Tokens.of(labels), parts.swapped(), !cut.equals(parts));
    }

    private static int replacement(int token, MegatronVocabulary vocabulary, NumpyRandom random) {
        if (random.nextDouble() < MASKED) {
            return vocabulary.marks().maskId();
        }
        return random.nextDouble() >= HALF ? random.interval(vocabulary.size() - 1) : token;
    }

    /**
     * The two parts of a sample.
     *
     * @param first comes first
     * @param second comes second; empty for none
     * @param swapped whether they are in the wrong order
     */
    private record Parts(Tokens first, Tokens second, boolean swapped) {

        static Parts of(List<Tokens> sentences, boolean twoParts, NumpyRandom random) {
            int pivot = sentences.size();
            boolean swapped = false;
            if (twoParts) {
                pivot = sentences.size() < 3 ? 1 : 1 + random.interval(sentences.size() - 2);
                swapped = random.nextDouble() < HALF;
            }
            Tokens first = joined(sentences.subList(0, pivot));
            Tokens second = joined(sentences.subList(pivot, sentences.size()));
            return swapped ? new Parts(second, first, true) : new Parts(first, second, false);
        }

        private static Tokens joined(List<Tokens> sentences) {
            return sentences.stream().reduce(Tokens.EMPTY, Tokens::concat);
        }

        /** Shortened at either end of the longer part until both together are short enough. */
        Parts cut(int length, NumpyRandom random) {
            Parts cut = this;
            while (cut.first.size() + cut.second.size() > length) {
                boolean fromFirst = cut.first.size() > cut.second.size();
                Tokens longer = fromFirst ? cut.first : cut.second;
                int from = random.nextDouble() < HALF ? 1 : 0;
                Tokens shorter = longer.slice(from, longer.size() - 1 + from);
                cut = fromFirst ? new Parts(shorter, cut.second, swapped) : new Parts(cut.first, shorter, swapped);
            }
            return cut;
        }

        Tokens tokens(MegatronVocabulary.Marks marks) {
            Tokens tokens = Tokens.of(marks.clsId()).concat(first).append(marks.sepId());
            return second.isEmpty() ? tokens : tokens.concat(second).append(marks.sepId());
        }

        Tokens types() {
            int zeros = first.size() + 2;
            int ones = second.isEmpty() ? 0 : second.size() + 1;
            return Tokens.of(
                    IntStream.range(0, zeros + ones).map(i -> i < zeros ? 0 : 1).toArray());
        }
    }
}
