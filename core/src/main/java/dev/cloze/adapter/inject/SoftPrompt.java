package dev.cloze.adapter.inject;

import dev.cloze.batch.Batch;
import dev.cloze.batch.IdMatrix;
import dev.cloze.model.input.CausalInput;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.tensor.Tensors;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The virtual tokens that a model reads first.
 *
 * @param first id of the first of them
 * @param count how many there are
 */
public record SoftPrompt(int first, int count) {

    /** None. */
    public static final SoftPrompt NONE = new SoftPrompt(0, 0);

    EncoderInput before(EncoderInput input) {
        return new EncoderInput(
                before(input.tokens()),
                input.segments().after(count),
                input.positions().after(count));
    }

    /** They are of the type that the row begins with. */
    CausalInput before(CausalInput input) {
        return new CausalInput(
                before(input.tokens()),
                input.segments().after(count),
                input.positions().after(count),
                input.types()
                        .map(types ->
                                torch.cat(new TensorVector(types.narrow(1, 0, 1).expand(-1, count), types), 1)));
    }

    /** A batch whose targets are told at the places of its inputs: nothing is told at theirs. */
    Batch before(Batch batch) {
        Batch.Encoder encoder = batch.encoder();
        Batch.Decoder decoder = batch.decoder();
        return new Batch(
                new Batch.Encoder(
                        before(encoder.inputTokens(), place -> first + place),
                        before(encoder.segmentIds(), place -> 1),
                        before(later(encoder.positions()), place -> place)),
                new Batch.Decoder(
                        before(decoder.inputTokens(), place -> 0),
                        before(decoder.targetTokens(), place -> 0),
                        before(decoder.segmentIds(), place -> 0),
                        before(decoder.positions(), place -> 0),
                        before(decoder.answers(), place -> 0)),
                batch.labels());
    }

    private IdMatrix later(IdMatrix positions) {
        int[] ids = IntStream.of(positions.shared()).map(place -> place + count).toArray();
        return IdMatrix.over(positions.rows(), positions.columns(), ids);
    }

    private IdMatrix before(IdMatrix matrix, IntUnaryOperator own) {
        int columns = count + matrix.columns();
        int[] ids = new int[matrix.rows() * columns];
        for (int i = 0; i < ids.length; i++) {
            int column = i % columns;
            ids[i] = column < count ? own.applyAsInt(column) : matrix.at(i / columns, column - count);
        }
        return IdMatrix.over(matrix.rows(), columns, ids);
    }

    /** {@code [batch, length] -> [batch, count + length]}. */
    private Tensor before(Tensor tokens) {
        int[] ids = IntStream.range(first, first + count).toArray();
        Tensor own = Tensors.of(ids, 1, count).to(tokens.device(), ScalarType.Long);
        return torch.cat(new TensorVector(own.expand(tokens.size(0), count), tokens), 1);
    }

    /** What is known of the texts alone: {@code [batch, count + length, dModel] -> [batch, length, dModel]}. */
    Tensor without(Tensor states) {
        return states.narrow(1, count, states.size(1) - count);
    }
}
