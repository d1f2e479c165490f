package dev.cloze.seqio.collator;

import dev.cloze.Refusal;
import dev.cloze.data.random.NumpyRandom;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.List;

/**
 * The collator of transformers' {@code run_t5_mlm_flax.py} and of nanoT5: span corruption of rows that have the one length
 * which fills inputs and targets.
 *
 * @param tokenizerSize number of ids; sentinels count down from it
 * @param eosId what inputs and labels end with
 * @param inputLength tokens of the inputs
 * @param targetLength tokens of the labels
 * @param mask draws the noise
 */
public record MlmCollator(int tokenizerSize, int eosId, int inputLength, int targetLength, NumpySpanMask mask) {

    /**
     * Inputs and labels.
     *
     * @param inputs a row for each row
     * @param labels a row for each row
     */
    public record Collated(List<Tokens> inputs, List<Tokens> labels) {

        /** Takes unmodifiable copies. */
        public Collated {
            inputs = List.copyOf(inputs);
            labels = List.copyOf(labels);
        }
    }

    /** Rows made into inputs and labels; masks are drawn in the rows' order. */
    public Collated collate(List<Tokens> rows, NumpyRandom random) {
        List<boolean[]> masks = new ArrayList<>();
        rows.forEach(row -> masks.add(mask.draw(row.size(), random)));
        List<Tokens> inputs = new ArrayList<>();
        List<Tokens> labels = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            int[] row = rows.get(i).toArray();
            inputs.add(checked(SentinelSpans.replace(row, masks.get(i), true, tokenizerSize), inputLength, "inputs"));
            labels.add(checked(SentinelSpans.replace(row, masks.get(i), false, tokenizerSize), targetLength, "labels"));
        }
        return new Collated(inputs, labels);
    }

    private Tokens checked(Tokens tokens, int length, String side) {
        Tokens ended = tokens.append(eosId);
        Refusal.require(ended.size() == length, "%s have %d tokens, but should have %d", side, ended.size(), length);
        return ended;
    }
}
