package dev.cloze.nn.attention;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What becomes of a cache's memory when a batch needs more or less of it: whole blocks of some items go to a new place.
 *
 * @param to the new layout; what is not filled is zero
 * @param items which items go on, {@code [kept]} of int64, in the order of their new places; all if empty
 * @param from the first block that goes on
 * @param blocks how many do
 * @param at the place of the first one
 */
public record CacheMove(CacheLayout to, Optional<Tensor> items, int from, int blocks, int at) {

    /** The memory that {@code old} becomes: {@code [.., blocks, items, rest] -> [.., blocks, items, rest]}. */
    Tensor of(Tensor old) {
        int axis = Math.toIntExact(old.dim()) - 3;
        long[] sizes = old.shape();
        sizes[axis] = to.blocks();
        sizes[axis + 1] = to.items();
        Tensor moved = torch.zeros(sizes, old.options());
        if (blocks > 0 && old.size(axis + 1) > 0) {
            Tensor used = old.narrow(axis, from, blocks);
            Tensor kept = items.map(index -> used.index_select(axis + 1, index)).orElse(used);
            moved.narrow(axis, at, blocks)
                    .narrow(axis + 1, 0, kept.size(axis + 1))
                    .copy_(kept);
        }
        return moved;
    }
}
