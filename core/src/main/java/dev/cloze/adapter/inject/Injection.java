package dev.cloze.adapter.inject;

import dev.cloze.nn.Embedding;
import dev.cloze.nn.Prefix;
import dev.cloze.nn.Projection;
import dev.cloze.nn.Residual;
import java.util.List;
import java.util.Optional;

/** What one adapter puts in the place of a model's layers. */
public interface Injection {

    /** Whether the linear map at {@code path} is changed, so that it must stay by itself. */
    default boolean changes(String path) {
        return false;
    }

    /** The map that takes the place of {@code target}'s. */
    default Projection projection(TargetModule target) {
        return target.plain();
    }

    /** How the part of the model at {@code path} reads words: by default as {@code table} has them, times {@code factor}. */
    default Embedding words(String path, Embedding table, double factor) {
        return table.times(factor);
    }

    /** The map to the vocabulary that takes the place of {@code target}'s, whose matrix may be an embedding's. */
    default Projection head(TargetModule target) {
        return target.plain();
    }

    /** The ids whose rows in the table at {@code path} are the adapter's; {@code read} if texts are read with it. */
    default List<Integer> tokens(String path, boolean read) {
        return List.of();
    }

    /** What the self-attention of a decoder's layer sees first. */
    default Optional<Prefix> prefix(int layer, int heads, int width) {
        return Optional.empty();
    }

    /** How the sub-layer at {@code path} joins its input, which it does as {@code plain} without this. */
    default Residual residual(String path, Residual.After after, int width, Residual plain) {
        return plain;
    }

    /** Whether the adapter keeps the parameter {@code name} of the module at {@code path} whole. */
    default boolean keeps(String path, String name) {
        return false;
    }

    /** The virtual tokens that texts begin with. */
    default SoftPrompt softPrompt() {
        return SoftPrompt.NONE;
    }

    /** Stops if nothing of the model was changed. */
    void requireUsed();
}
