package dev.cloze.nn.attention;

import dev.cloze.nn.ForwardPass;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

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
        return layers.get(layer).map(prefix -> prefix.before(own, pass)).orElse(own);
    }

    /** Notes those of {@code layer} in its memory from column {@code from} on, for the {@code beams} of the item that {@code index} names. */
    public void fill(int layer, KeyValueCache memory, Tensor index, int from, int beams, ForwardPass pass) {
        layers.get(layer).ifPresent(prefix -> memory.write(index, from, prefix.over(beams, pass)));
    }
}
