package dev.cloze.batch;

import dev.cloze.objective.Example;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A rectangle of packed or padded examples, with seqio's feature names. Segment ids count the examples of a row from 1; 0
 * is padding. A token may attend only to tokens of its own segment, in the encoder, the decoder and across.
 *
 * <pre>
 * examples               {inputs [8,7,1], targets [4,1]}  {inputs [2,3,4,1], targets [5,6,1]}
 * encoderInputTokens     8 7 1 2 3 4 1 0 0 0      decoderTargetTokens  4 1 5 6 1 0 0
 * encoderSegmentIds      1 1 1 2 2 2 2 0 0 0      decoderSegmentIds    1 1 2 2 2 0 0
 * encoderPositions       0 1 2 0 1 2 3 0 0 0      decoderPositions     0 1 0 1 2 0 0
 *                                                 decoderInputTokens   0 4 0 5 6 0 0
 * </pre>
 *
 * @param encoder what the encoder reads
 * @param decoder what the decoder reads and must write
 * @param labels for each row, the label of each of its segments in order
 */
public record Batch(Encoder encoder, Decoder decoder, List<List<Example.Label>> labels) {

    /** Takes unmodifiable copies of the labels. */
    public Batch {
        labels = labels.stream().map(List::copyOf).toList();
    }

    /**
     * The encoder's features, each {@code [batch, source]}.
     *
     * @param inputTokens what it reads
     * @param segmentIds which example of the row a token belongs to, 0 for padding
     * @param positions the place of a token inside its example
     */
    public record Encoder(IdMatrix inputTokens, IdMatrix segmentIds, IdMatrix positions) {}

    /**
     * The decoder's features, each {@code [batch, target]}.
     *
     * @param inputTokens the targets shifted right inside each segment, beginning with the start id
     * @param targetTokens what it must write
     * @param segmentIds which example of the row a token belongs to, 0 for padding
     * @param positions the place of a token inside its example
     * @param answers which targets carry a loss: {@link #WRITTEN} ones, {@link #IN_PLACE} ones, not those with 0
     */
    public record Decoder(
            IdMatrix inputTokens, IdMatrix targetTokens, IdMatrix segmentIds, IdMatrix positions, IdMatrix answers) {

        /** The answer of a target that the decoder writes. */
        public static final int WRITTEN = 1;

        /** The answer of a target that is told at its place in the inputs. */
        public static final int IN_PLACE = 2;

        /** Targets that are all written, but for padding. */
        public Decoder(IdMatrix inputTokens, IdMatrix targetTokens, IdMatrix segmentIds, IdMatrix positions) {
            this(inputTokens, targetTokens, segmentIds, positions, written(segmentIds));
        }

        private static IdMatrix written(IdMatrix segmentIds) {
            int[] answers = Arrays.stream(segmentIds.shared())
                    .map(id -> id == 0 ? 0 : WRITTEN)
                    .toArray();
            return IdMatrix.over(segmentIds.rows(), segmentIds.columns(), answers);
        }

        /** Whether the targets of a row are told at their places. */
        public boolean inPlace(int row) {
            return IntStream.range(0, answers.columns()).anyMatch(column -> answers.at(row, column) == IN_PLACE);
        }

        /** The same with another start id. */
        public Decoder startingWith(int start) {
            int[] inputs = inputTokens.shared().clone();
            for (int i = 0; i < inputs.length; i++) {
                boolean first = positions.shared()[i] == 0 && segmentIds.shared()[i] != 0;
                inputs[i] = first ? start : inputs[i];
            }
            return new Decoder(
                    IdMatrix.over(inputTokens.rows(), inputTokens.columns(), inputs),
                    targetTokens,
                    segmentIds,
                    positions,
                    answers);
        }
    }

    /** The same with another id that the decoder reads first. */
    public Batch startingWith(int start) {
        return new Batch(encoder, decoder.startingWith(start), labels);
    }

    /** The rows whose targets are told at their places, or the others. */
    public int[] rows(boolean inPlace) {
        return IntStream.range(0, rows())
                .filter(row -> decoder.inPlace(row) == inPlace)
                .toArray();
    }

    /** Some of the rows, in that order. */
    public Batch rows(int[] chosen) {
        return new Batch(
                new Encoder(
                        encoder.inputTokens.select(chosen),
                        encoder.segmentIds.select(chosen),
                        encoder.positions.select(chosen)),
                new Decoder(
                        decoder.inputTokens.select(chosen),
                        decoder.targetTokens.select(chosen),
                        decoder.segmentIds.select(chosen),
                        decoder.positions.select(chosen),
                        decoder.answers.select(chosen)),
                Arrays.stream(chosen).mapToObj(labels::get).toList());
    }

    /**
     * The index of the task of a row, {@link Example.Label#NO_TASK} where its examples are of several or of none that is
     * known.
     */
    public int task(int row) {
        List<Integer> tasks =
                labels.get(row).stream().map(Example.Label::task).distinct().toList();
        return tasks.size() == 1 ? tasks.get(0) : Example.Label.NO_TASK;
    }

    /** Number of rows. */
    public int rows() {
        return encoder.inputTokens().rows();
    }

    /** Number of examples in all rows. */
    public int examples() {
        return labels.stream().mapToInt(List::size).sum();
    }

    /** The examples of a row, told apart by their segment ids. */
    public List<Example> examples(int row) {
        List<Example> examples = new ArrayList<>();
        for (int segment = 1; segment <= labels.get(row).size(); segment++) {
            examples.add(new Example(
                    segment(encoder.inputTokens(), encoder.segmentIds(), row, segment),
                    segment(decoder.targetTokens(), decoder.segmentIds(), row, segment),
                    labels.get(row).get(segment - 1),
                    decoder.inPlace(row) ? Example.Answer.IN_PLACE : Example.Answer.WRITTEN));
        }
        return examples;
    }

    private static Tokens segment(IdMatrix tokens, IdMatrix segmentIds, int row, int segment) {
        return Tokens.of(IntStream.range(0, tokens.columns())
                .filter(column -> segmentIds.at(row, column) == segment)
                .map(column -> tokens.at(row, column))
                .toArray());
    }
}
