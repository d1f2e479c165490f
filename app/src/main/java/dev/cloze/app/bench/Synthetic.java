package dev.cloze.app.bench;

import dev.cloze.Seed;
import dev.cloze.batch.Batch;
import dev.cloze.batch.IdMatrix;
import dev.cloze.data.Feed;
import dev.cloze.data.Position;
import dev.cloze.objective.Example;
import dev.cloze.objective.Lengths;
import dev.cloze.text.Tokens;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Random ids in place of text, for figures that depend on shapes alone. */
final class Synthetic {

    private static final int RESERVED = 3;

    private Synthetic() {}

    /** The same full rectangle again and again. */
    static Feed<Batch> batches(int rows, Lengths lengths, int vocabulary) {
        Batch batch = batch(rows, lengths, vocabulary);
        return new Feed<>() {
            @Override
            public boolean advance() {
                return true;
            }

            @Override
            public Batch current() {
                return batch;
            }

            @Override
            public Position position() {
                return Position.START;
            }

            @Override
            public void close() {}
        };
    }

    /** Inputs of {@code length} random ids. */
    static List<Tokens> inputs(int rows, int length, int vocabulary) {
        SplittableRandom random = new Seed(0).split("inputs").random();
        return IntStream.range(0, rows)
                .mapToObj(row ->
                        Tokens.of(random.ints(length, RESERVED, vocabulary).toArray()))
                .toList();
    }

    private static Batch batch(int rows, Lengths lengths, int vocabulary) {
        SplittableRandom random = new Seed(0).split("batch").random();
        int source = lengths.inputs();
        int target = lengths.targets();
        IdMatrix targets = IdMatrix.over(
                rows,
                target,
                random.ints((long) rows * target, RESERVED, vocabulary).toArray());
        IdMatrix inputs = IdMatrix.over(
                rows,
                source,
                random.ints((long) rows * source, RESERVED, vocabulary).toArray());
        Example.Label label = new Example.Label("und", "synthetic");
        return new Batch(
                new Batch.Encoder(inputs, ones(rows, source), counting(rows, source)),
                new Batch.Decoder(targets, targets, ones(rows, target), counting(rows, target)),
                Collections.nCopies(rows, List.of(label)));
    }

    private static IdMatrix ones(int rows, int columns) {
        int[] ids = new int[rows * columns];
        Arrays.fill(ids, 1);
        return IdMatrix.over(rows, columns, ids);
    }

    private static IdMatrix counting(int rows, int columns) {
        int[] ids = new int[rows * columns];
        Arrays.setAll(ids, i -> i % columns);
        return IdMatrix.over(rows, columns, ids);
    }
}
