package dev.cloze.model.input;

import dev.cloze.Refusal;
import dev.cloze.batch.IdMatrix;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Tensors;
import dev.cloze.text.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Beginnings of texts, padded on the left so that all end together.
 *
 * <pre>
 * texts      5 9 14 33 7      tokens     5 9 14 33  7      skipped   0      positions   0 1 2 3 4
 *            21 8 66                     0 0 21  8 66                2                  0 0 0 1 2
 * </pre>
 *
 * @param tokens {@code [items, length]} of int64
 * @param skipped tokens of padding before each, {@code [items, 1]}; empty where there is none anywhere
 * @param types for each token an id whose embedding is added to its own, {@code [items, length]}, if anything
 */
public record Prompts(Tensor tokens, Optional<Tensor> skipped, Optional<Tensor> types) {

    /** Prompts of at least one token each, on {@code device}, in the caller's scope. */
    public static Prompts of(List<Tokens> texts, int pad, ComputeDevice device) {
        Refusal.require(texts.stream().noneMatch(Tokens::isEmpty), "a prompt must have at least 1 token, got one of 0");
        int columns = texts.stream().mapToInt(Tokens::size).max().orElse(1);
        int[] skipped = texts.stream().mapToInt(text -> columns - text.size()).toArray();
        Optional<Tensor> counts = Arrays.stream(skipped).allMatch(count -> count == 0)
                ? Optional.empty()
                : Optional.of(Tensors.of(IdMatrix.over(skipped.length, 1, skipped), device));
        return new Prompts(Tensors.of(rectangle(texts, columns, row -> pad), device), counts, Optional.empty());
    }

    /** These with a type for each token; {@code kinds} are as long as the texts. */
    public Prompts withTypes(List<Tokens> kinds, ComputeDevice device) {
        IdMatrix ids = rectangle(kinds, length(), row -> kinds.get(row).at(0));
        return new Prompts(tokens, skipped, Optional.of(Tensors.of(ids, device)));
    }

    /** These with those types, {@code [items, length]}. */
    public Prompts ofTypes(Tensor kinds) {
        return new Prompts(tokens, skipped, Optional.of(kinds));
    }

    private static IdMatrix rectangle(List<Tokens> texts, int columns, IntUnaryOperator filling) {
        int[] ids = new int[texts.size() * columns];
        for (int row = 0; row < texts.size(); row++) {
            int padding = columns - texts.get(row).size();
            Arrays.fill(ids, row * columns, row * columns + padding, filling.applyAsInt(row));
            texts.get(row).copyTo(ids, row * columns + padding);
        }
        return IdMatrix.over(texts.size(), columns, ids);
    }

    /** These, with the ids {@code first} to {@code first + count} between the padding and the text; they have its first type. */
    public Prompts after(int first, int count) {
        Tensor before = skipped.orElseGet(() -> torch.zeros(new long[] {tokens.size(0), 1}, tokens.options()));
        Tensor places = torch.arange(new Scalar(count + length()), tokens.options())
                .expand(tokens.size(0), -1)
                .sub(before); // [items, count + length], negative in padding
        Tensor within = places.ge(new Scalar(0)).logical_and(places.lt(new Scalar(count)));
        Tensor source = places.sub(new Scalar(count)).clamp_min(new Scalar(0)).add(before);
        Tensor ids = torch.where(within, places.add(new Scalar(first)), tokens.gather(1, source));
        return new Prompts(ids, skipped, types.map(kinds -> kinds.gather(1, source)));
    }

    /** Tokens of each. */
    public int[] lengths() {
        int[] lengths = new int[Math.toIntExact(tokens.size(0))];
        long[] padding = skipped.map(Tensors::longs).orElseGet(() -> new long[lengths.length]);
        Arrays.setAll(lengths, i -> length() - (int) padding[i]);
        return lengths;
    }

    /** Tokens of the longest. */
    public int length() {
        return Math.toIntExact(tokens.size(1));
    }

    /** The first {@code count} columns, to be read at once. */
    public CausalInput first(int count) {
        Tensor read = tokens.narrow(1, 0, count); // [items, count]
        Optional<Tensor> kinds = types.map(all -> all.narrow(1, 0, count));
        if (skipped.isEmpty()) {
            return new CausalInput(read, Segments.WHOLE, Positions.COUNTED, kinds);
        }
        Tensor present = torch.arange(new Scalar(count), tokens.options())
                .ge(skipped.get())
                .to(Tensors.type(tokens)); // [items, count]
        return new CausalInput(read, new Segments.Padded(present), new Positions.Shifted(skipped.get()), kinds);
    }
}
