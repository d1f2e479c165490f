package dev.cloze.batch.pack;

import dev.cloze.batch.Batch;
import dev.cloze.batch.BatchShape;
import dev.cloze.batch.IdMatrix;
import dev.cloze.objective.Example;
import dev.cloze.text.Tokens;
import dev.cloze.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes rows into the rectangles of a batch. */
final class BatchWriter {

    private final BatchShape shape;
    private final int padId;

    BatchWriter(BatchShape shape, Vocabulary vocabulary) {
        this.shape = shape;
        this.padId = vocabulary.padId();
    }

    /** A batch of these rows, and of empty ones where there are fewer than the shape has. */
    Batch write(List<Row> rows) {
        Side encoder = new Side(columns(
                rows.stream().mapToInt(Row::inputs).max().orElse(0),
                shape.lengths().inputs()));
        Side decoder = new Side(columns(
                rows.stream().mapToInt(Row::targets).max().orElse(0),
                shape.lengths().targets()));
        for (int row = 0; row < rows.size(); row++) {
            encoder.start(row);
            decoder.start(row);
            for (Example example : rows.get(row).examples()) {
                encoder.add(example.inputs());
                decoder.add(example.targets());
                decoder.answer(example);
            }
        }
        List<List<Example.Label>> labels = new ArrayList<>();
        for (int row = 0; row < shape.rows(); row++) {
            labels.add(
                    row < rows.size()
                            ? rows.get(row).examples().stream()
                                    .map(Example::label)
                                    .toList()
                            : List.of());
        }
        return new Batch(encoder.encoder(), decoder.decoder(), labels);
    }

    private int columns(int longest, int most) {
        if (shape.packs()) {
            return most;
        }
        int multiple = shape.padToMultiple();
        return Math.max((longest + multiple - 1) / multiple, 1) * multiple;
    }

    /** The features of one side: tokens, and where they belong. */
    private final class Side {

        private final int columns;
        private final int[] tokens;
        private final int[] segmentIds;
        private final int[] positions;
        private final int[] answers;
        private int at;
        private int segment;

        Side(int columns) {
            this.columns = columns;
            this.tokens = new int[shape.rows() * columns];
            this.segmentIds = new int[tokens.length];
            this.positions = new int[tokens.length];
            this.answers = new int[tokens.length];
            if (padId != 0) {
                Arrays.fill(tokens, padId);
            }
        }

        void start(int row) {
            at = row * columns;
            segment = 0;
        }

        void add(Tokens example) {
            segment++;
            example.copyTo(tokens, at);
            Arrays.fill(segmentIds, at, at + example.size(), segment);
            for (int i = 0; i < example.size(); i++) {
                positions[at + i] = i;
            }
            at += example.size();
        }

        /** Says which targets of the example that was just added carry a loss. */
        void answer(Example example) {
            int first = at - example.targets().size();
            for (int i = 0; i < example.targets().size(); i++) {
                answers[first + i] = answer(example, i);
            }
        }

        private static int answer(Example example, int target) {
            if (example.answer() == Example.Answer.WRITTEN) {
                return Batch.Decoder.WRITTEN;
            }
            return example.inputs().at(target) == example.targets().at(target) ? 0 : Batch.Decoder.IN_PLACE;
        }

        Batch.Encoder encoder() {
            return new Batch.Encoder(matrix(tokens), matrix(segmentIds), matrix(positions));
        }

        Batch.Decoder decoder() {
            return new Batch.Decoder(
                    matrix(shifted()), matrix(tokens), matrix(segmentIds), matrix(positions), matrix(answers));
        }

        /** The tokens one place to the right inside each segment, which begins with the start id. */
        private int[] shifted() {
            int[] shifted = new int[tokens.length];
            for (int i = 0; i < tokens.length; i++) {
                shifted[i] = positions[i] == 0 ? padId : tokens[i - 1];
            }
            return shifted;
        }

        private IdMatrix matrix(int[] ids) {
            return IdMatrix.over(shape.rows(), columns, ids);
        }
    }
}
