package dev.cloze.generate;

import dev.cloze.batch.IdMatrix;
import dev.cloze.model.TextEncoder;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import dev.cloze.text.Tokens;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Reads inputs, a few of similar lengths at a time: that spares padding, and what a layer makes on the way stays in the
 * processor's cache.
 *
 * @param model the model
 * @param where where it is
 */
record Encoder(TextEncoder model, BatchPlacement where) {

    // Tokens read at a time on a CPU.
    private static final int TOGETHER = 512;

    // Lengths are multiples of this, of long texts of an eighth of a power of two.
    private static final int STEP = 8;

    /**
     * What was read.
     *
     * @param states {@code [items, source, dModel]}, anything where there is padding
     * @param segments which places are padding
     */
    record Encoded(Tensor states, Segments segments) {}

    /** Reads {@code inputs} with what the model usually uses; tensors belong to the caller's scope. */
    Encoded read(List<Tokens> inputs) {
        return read(new RowUse(inputs, Collections.nCopies(inputs.size(), model.usualAdapter())));
    }

    /** Reads texts, each with what it uses; tensors belong to the caller's scope. */
    Encoded read(RowUse use) {
        List<Tokens> inputs = use.texts();
        int columns = columns(inputs);
        if (!where.device().isCpu() || inputs.size() * columns <= TOGETHER) {
            EncoderInput input = padded(inputs, columns, where);
            return new Encoded(model.encode(input, use.pass(where.device())), input.segments());
        }
        List<Integer> order = IntStream.range(0, inputs.size())
                .boxed()
                .sorted(Comparator.comparing(i -> -inputs.get(i).size()))
                .toList();
        Tensor states = Scopes.keep(() -> inGroups(use, order, columns));
        return new Encoded(states, Segments.of(mask(inputs, columns), where.device()));
    }

    private Tensor inGroups(RowUse use, List<Integer> order, int columns) {
        List<Tokens> inputs = use.texts();
        Tensor[] states = new Tensor[1];
        int from = 0;
        while (from < order.size()) {
            int each = columns(List.of(inputs.get(order.get(from))));
            List<Integer> group = order.subList(from, Math.min(order.size(), from + Math.max(1, TOGETHER / each)));
            RowUse own = use.some(group);
            Tensor read = Scopes.keep(() -> model.encode(
                    padded(own.texts(), each, where), own.pass(where.device()))); // [group, length, dModel]
            if (states[0] == null) {
                states[0] = torch.zeros(new long[] {inputs.size(), columns, read.size(2)}, read.options());
            }
            int[] places = group.stream().mapToInt(Integer::intValue).toArray();
            Tensor index = Tensors.of(places, places.length).to(ScalarType.Long);
            states[0].narrow(1, 0, read.size(1)).index_copy_(0, index, read);
            read.close();
            from += group.size();
        }
        return states[0];
    }

    // oneDNN keeps a program for every shape of a product that it meets: rounded lengths are few shapes.
    private int columns(List<Tokens> inputs) {
        int longest = longest(inputs);
        return where.device().isCpu() ? Math.max(longest, Math.min(rounded(longest), model.longestText())) : longest;
    }

    static int rounded(int length) {
        int step = Math.max(STEP, Integer.highestOneBit(length) / STEP);
        return (length + step - 1) / step * step;
    }

    /** {@code inputs} as a rectangle, padded at their ends. */
    static EncoderInput padded(List<Tokens> inputs, BatchPlacement where) {
        return padded(inputs, longest(inputs), where);
    }

    private static EncoderInput padded(List<Tokens> inputs, int columns, BatchPlacement where) {
        int[] ids = new int[inputs.size() * columns];
        Arrays.fill(ids, where.pad());
        for (int row = 0; row < inputs.size(); row++) {
            inputs.get(row).copyTo(ids, row * columns);
        }
        Tensor tokens = Tensors.of(IdMatrix.over(inputs.size(), columns, ids), where.device());
        return new EncoderInput(tokens, Segments.of(mask(inputs, columns), where.device()));
    }

    private static int longest(List<Tokens> inputs) {
        return Math.max(1, inputs.stream().mapToInt(Tokens::size).max().orElse(1));
    }

    private static IdMatrix mask(List<Tokens> inputs, int columns) {
        int[] segments = new int[inputs.size() * columns];
        for (int row = 0; row < inputs.size(); row++) {
            Arrays.fill(segments, row * columns, row * columns + inputs.get(row).size(), 1);
        }
        return IdMatrix.over(inputs.size(), columns, segments);
    }
}
