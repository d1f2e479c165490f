package dev.cloze.batch.pack;

import dev.cloze.objective.Example;
import dev.cloze.objective.Lengths;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Packs examples into rows by best fit: the largest first, each into the row that it leaves the least room in. No example
 * is split or lost. The window is the list, so the caller bounds it.
 */
final class BestFit {

    private final Lengths lengths;
    private final List<Example> examples;
    private final List<List<Example>> rows = new ArrayList<>();
    private final int[] inputsLeft;
    private final int[] targetsLeft;
    private int firstOpen;

    private BestFit(List<Example> examples, Lengths lengths) {
        this.lengths = lengths;
        this.examples = examples;
        this.inputsLeft = new int[examples.size()];
        this.targetsLeft = new int[examples.size()];
    }

    /** Rows with all of the examples; each of these fits into a row of its own. */
    static List<Row> pack(List<Example> examples, Lengths lengths) {
        BestFit packing = new BestFit(examples, lengths);
        packing.packAll();
        return packing.rows.stream().map(Row::new).toList();
    }

    private void packAll() {
        List<Example> largestFirst = new ArrayList<>(examples);
        largestFirst.sort(Comparator.comparingDouble(this::share).reversed());
        int leastInputs =
                examples.stream().mapToInt(e -> e.inputs().size()).min().orElse(0);
        int leastTargets =
                examples.stream().mapToInt(e -> e.targets().size()).min().orElse(0);
        for (Example example : largestFirst) {
            add(example);
            while (firstOpen < rows.size()
                    && (inputsLeft[firstOpen] < leastInputs || targetsLeft[firstOpen] < leastTargets)) {
                firstOpen++;
            }
        }
    }

    /** The share of a row that an example takes up. */
    private double share(Example example) {
        return Math.max(
                example.inputs().size() / (double) lengths.inputs(),
                example.targets().size() / (double) lengths.targets());
    }

    private void add(Example example) {
        int inputs = example.inputs().size();
        int targets = example.targets().size();
        int row = tightest(inputs, targets);
        if (row == rows.size()) {
            rows.add(new ArrayList<>());
            inputsLeft[row] = lengths.inputs();
            targetsLeft[row] = lengths.targets();
        }
        rows.get(row).add(example);
        inputsLeft[row] -= inputs;
        targetsLeft[row] -= targets;
    }

    /** The row with the least room among those with enough, a new one where there is none. */
    private int tightest(int inputs, int targets) {
        int tightest = rows.size();
        long least = Long.MAX_VALUE;
        for (int row = firstOpen; row < rows.size(); row++) {
            if (inputsLeft[row] >= inputs && targetsLeft[row] >= targets) {
                long left = (long) inputsLeft[row] * lengths.targets() + (long) targetsLeft[row] * lengths.inputs();
                if (left < least) {
                    least = left;
                    tightest = row;
                }
            }
        }
        return tightest;
    }
}
