package dev.cloze.checkpoint.convert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.checkpoint.tensors.OutgoingTensor;
import dev.cloze.tensor.Tensors;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Gives a model with a table of positions another number of them. Added ones repeat the table from its beginning (Beltagy et
 * al. 2020, §5): a place then looks to its neighbours as it did, a whole table away from its double.
 *
 * @param positions how many
 */
public record PositionCount(int positions) implements ModelChange {

    private static final int MOST = 1 << 20;

    // Rows in front of the first position: BART's tables were trained with two that no token uses.
    private static final Map<String, Integer> TABLES = Map.of(
            "model.encoder.embed_positions.weight", 2,
            "model.decoder.embed_positions.weight", 2,
            "model.encoder.embeddings.position_embeddings.weight", 0,
            "bert.embeddings.position_embeddings.weight", 0,
            "transformer.wpe.weight", 0);

    /** Checks the number. */
    public PositionCount {
        Refusal.require(1 <= positions && positions <= MOST, "positions must be 1 to %d, got %d", MOST, positions);
    }

    @Override
    public void apply(ModelDraft draft) {
        if (TABLES.keySet().stream().noneMatch(draft::contains)) {
            throw Refusal.at(
                    draft.folder().toString(), "has no table of positions to resize: its positions are relative");
        }
        ObjectNode config = draft.config();
        for (String key : new String[] {"max_position_embeddings", "n_positions", "n_ctx"}) {
            if (config.has(key)) {
                config.put(key, positions);
            }
        }
        draft.replaceAll((name, tensor) -> TABLES.containsKey(name) ? resized(tensor, TABLES.get(name)) : tensor);
    }

    private OutgoingTensor resized(OutgoingTensor table, int offset) {
        long[] shape = table.shape();
        long before = shape[0] - offset;
        shape[0] = positions + (long) offset;
        return new OutgoingTensor(table.type(), shape, () -> {
            long[] rows = new long[positions + offset];
            for (int row = 0; row < rows.length; row++) {
                rows[row] = row < offset ? row : offset + (row - offset) % before;
            }
            Tensor values = table.values();
            return torch.index_select(values, 0, Tensors.of(rows, rows.length)); // [offset + positions, dModel]
        });
    }
}
