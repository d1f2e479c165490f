package dev.cloze.model;

import dev.cloze.batch.Batch;
import dev.cloze.batch.IdMatrix;
import dev.cloze.model.input.CausalInput;
import dev.cloze.model.input.Positions;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Tensors;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * A batch for a model that continues texts: in every example, the targets follow the inputs.
 *
 * <pre>
 * inputs   7 8 9 | 4 5     tokens     7 8 9 1 2 4 5 6 0 ..     the state of 9 tells target 1, that of 1 target 2, …
 * targets  1 2 3 | 6 2     segments   1 1 1 1 1 2 2 2 0 ..
 *                          places     2 3 4 6 7
 * </pre>
 *
 * @param input what is read
 * @param places for each target where, in the flattened rectangle, the state is that tells it: {@code [batch · target]}
 */
record CausalBatch(CausalInput input, Tensor places) {

    /** The examples of a batch, on {@code device}. */
    static CausalBatch of(Batch batch, ComputeDevice device) {
        boolean reads = Arrays.stream(batch.encoder().segmentIds().shared()).anyMatch(id -> id != 0);
        int targets = batch.decoder().targetTokens().columns();
        Rows rows = new Rows(batch, (reads ? batch.encoder().inputTokens().columns() : 0) + targets);
        for (int row = 0; row < batch.rows(); row++) {
            rows.add(row);
        }
        CausalInput input = new CausalInput(
                Tensors.of(rows.matrix(rows.tokens), device),
                Segments.ofCausal(rows.matrix(rows.segments), device),
                Positions.of(rows.matrix(rows.positions), device),
                Optional.empty());
        IdMatrix places = IdMatrix.over(batch.rows(), targets, rows.places);
        return new CausalBatch(input, Tensors.of(places, device).view(-1));
    }

    /** Writes rows one after the other. */
    private static final class Rows {

        private final Batch.Encoder encoder;
        private final Batch.Decoder decoder;
        private final int columns;
        private final int[] tokens;
        private final int[] segments;
        private final int[] positions;
        private final int[] places;
        private int at;

        Rows(Batch batch, int columns) {
            this.encoder = batch.encoder();
            this.decoder = batch.decoder();
            this.columns = columns;
            this.tokens = new int[batch.rows() * columns];
            this.segments = new int[tokens.length];
            this.positions = new int[tokens.length];
            this.places = new int[batch.rows() * decoder.targetTokens().columns()];
        }

        void add(int row) {
            at = row * columns;
            int read = 0;
            int written = 0;
            int segment = 1;
            while (true) {
                int inputs = end(encoder.segmentIds(), row, read, segment);
                int targets = end(decoder.segmentIds(), row, written, segment);
                if (inputs == read && targets == written) {
                    return;
                }
                int first = at;
                for (int column = read; column < inputs; column++) {
                    put(encoder.inputTokens().at(row, column), segment, first);
                }
                write(row, written, targets, first);
                read = inputs;
                written = targets;
                segment++;
            }
        }

        // The decoder's own input begins with the start id; the last of the inputs, where there are any, stands for it.
        private void write(int row, int from, int to, int first) {
            boolean begins = at == first;
            for (int column = from; column < to; column++) {
                if (column > from || begins) {
                    put(
                            decoder.inputTokens().at(row, column),
                            decoder.segmentIds().at(row, column),
                            first);
                }
                places[row * decoder.targetTokens().columns() + column] = at - 1;
            }
        }

        private void put(int token, int segment, int first) {
            tokens[at] = token;
            segments[at] = segment;
            positions[at] = at - first;
            at++;
        }

        private static int end(IdMatrix ids, int row, int from, int segment) {
            int column = from;
            while (column < ids.columns() && ids.at(row, column) == segment) {
                column++;
            }
            return column;
        }

        IdMatrix matrix(int[] ids) {
            return IdMatrix.over(ids.length / columns, columns, ids);
        }
    }
}
