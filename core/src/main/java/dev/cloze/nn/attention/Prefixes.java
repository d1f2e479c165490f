package dev.cloze.nn.attention;

import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Prefix;
import dev.cloze.tensor.Tensors;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * What the layers of a decoder see before their own tokens: as much in every layer.
 *
 * @param layers for each layer its prefix, if it has one
 */
public record Prefixes(List<Optional<Prefix>> layers) {

    /** Takes an unmodifiable copy. */
    public Prefixes {
        layers = List.copyOf(layers);
    }

    /** Tokens that they stand for. */
    public int length() {
        return layers.stream()
                .flatMap(Optional::stream)
                .mapToInt(Prefix::length)
                .findFirst()
                .orElse(0);
    }

    /** The keys and values of {@code layer} that {@code own} tokens see. */
    public Attention.KeysValues before(int layer, Attention.KeysValues own, ForwardPass pass) {
        return layers.get(layer).map(prefix -> before(prefix, own, pass)).orElse(own);
    }

    /** Notes those of {@code layer} in its memory from column {@code from} on, for the {@code beams} of the item that {@code index} names. */
    public void fill(int layer, KeyValueCache memory, Tensor index, int from, int beams, ForwardPass pass) {
        layers.get(layer).ifPresent(prefix -> memory.write(index, from, over(prefix, beams, pass)));
    }

    /** The keys and values of {@code prefix} and then {@code own}: {@code [batch, heads, length + own, width]}. */
    public static Attention.KeysValues before(Prefix prefix, Attention.KeysValues own, ForwardPass pass) {
        Attention.KeysValues all = over(prefix, own.keys().size(0), pass);
        return new Attention.KeysValues(
                torch.cat(new TensorVector(all.keys().to(Tensors.type(own.keys())), own.keys()), 2),
                torch.cat(new TensorVector(all.values().to(Tensors.type(own.values())), own.values()), 2));
    }

    /** The same for each of {@code rows}: {@code [rows, heads, length, width]}. */
    private static Attention.KeysValues over(Prefix prefix, long rows, ForwardPass pass) {
        return new Attention.KeysValues(
                prefix.keys(pass).expand(rows, -1, -1, -1), prefix.values(pass).expand(rows, -1, -1, -1));
    }
}
