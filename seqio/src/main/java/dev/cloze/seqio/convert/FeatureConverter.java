package dev.cloze.seqio.convert;

import dev.cloze.Refusal;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.dataset.Dataset;
import dev.cloze.seqio.step.AutoregressiveInputs;
import dev.cloze.text.Tokens;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Turns a task's features into a model's: seqio's feature converters, with its names. */
public sealed interface FeatureConverter permits EncoderDecoder, DecoderOnly, EncoderOnly {

    /**
     * A model's features.
     *
     * @param elements a task's elements
     * @param lengths the length of each of the task's features, and of no others
     */
    Dataset<Features> convert(Dataset<Features> elements, Map<String, Integer> lengths);

    /** The elements, each of which has the features that the converter needs, no longer than allowed. */
    static Dataset<Features> checked(
            Dataset<Features> elements, Map<String, Integer> lengths, Set<String> expected, Converting how) {
        Refusal.require(
                lengths.keySet().equals(expected),
                "lengths must be given for %s, got %s",
                new TreeSet<>(expected),
                new TreeSet<>(lengths.keySet()));
        return how.checkLength() ? elements.map(element -> checked(element, lengths)) : elements;
    }

    private static Features checked(Features element, Map<String, Integer> lengths) {
        lengths.forEach((name, length) -> {
            int size = element.tokens(name).size();
            if (size > length) {
                throw Refusal.at(name, "an element has %d tokens; at most %d are allowed", size, length);
            }
        });
        return element;
    }

    /** The elements packed or padded. */
    static Dataset<Features> rows(Dataset<Features> elements, Map<String, Integer> lengths, Converting how) {
        return how.pack() ? PackedRows.of(elements, lengths) : PackedRows.padded(elements, lengths);
    }

    /** What a decoder reads to write {@code targets}, which begin anew with each segment where there are any. */
    static Tokens decoderInputs(Features row, Converting how) {
        int[] targets = row.tokens("targets").toArray();
        if (!row.has("targets_segment_ids")) {
            return Tokens.of(AutoregressiveInputs.of(targets, how.bosId()));
        }
        int[] segmentIds = row.tokens("targets_segment_ids").toArray();
        return Tokens.of(AutoregressiveInputs.of(targets, segmentIds, how.bosId()));
    }

    /** 1 where the condition holds for a column. */
    static Tokens flags(int columns, IntPredicate holds) {
        return Tokens.of(
                IntStream.range(0, columns).map(i -> holds.test(i) ? 1 : 0).toArray());
    }

    /** 1 where there is no padding. */
    static Tokens filled(Tokens tokens) {
        return flags(tokens.size(), i -> tokens.at(i) != 0);
    }
}
