package dev.cloze.model.input;

import dev.cloze.nn.attention.Segments;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * What a model that continues texts reads.
 *
 * @param tokens {@code [batch, length]} of int64
 * @param segments which text of its row each token belongs to
 * @param positions where in its text each token stands
 * @param types for each token an id whose embedding is added to its own, {@code [batch, length]}, if anything
 */
public record CausalInput(Tensor tokens, Segments segments, Positions positions, Optional<Tensor> types) {

    /** Tokens without types, counted from the beginning of their rows. */
    public CausalInput(Tensor tokens, Segments segments) {
        this(tokens, segments, Positions.COUNTED, Optional.empty());
    }

    /** These tokens with types. */
    public CausalInput withTypes(Tensor kinds) {
        return new CausalInput(tokens, segments, positions, Optional.of(kinds));
    }
}
