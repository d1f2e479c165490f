package dev.cloze.checkpoint.convert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.checkpoint.tensors.ElementType;

/**
 * Writes all fractions in one number format.
 *
 * @param type the format, as a config names it: {@code float32}, {@code bfloat16} or {@code float16}
 */
public record StoredFormat(String type) implements ModelChange {

    /** Checks that the format is one of the three. */
    public StoredFormat {
        element(type);
    }

    private static ElementType element(String type) {
        return switch (type) {
            case "float32" -> ElementType.F32;
            case "bfloat16" -> ElementType.BF16;
            case "float16" -> ElementType.F16;
            default -> throw Refusal.at("precision", "must be float32, bfloat16 or float16, got '%s'", type);
        };
    }

    @Override
    public void apply(ModelDraft draft) {
        draft.replaceAll((name, tensor) -> tensor.as(element(type)));
        ObjectNode config = draft.config();
        // Version 5 of transformers says dtype, version 4 read torch_dtype.
        boolean old = config.has("torch_dtype");
        if (old) {
            config.put("torch_dtype", type);
        }
        if (!old || config.has("dtype")) {
            config.put("dtype", type);
        }
    }
}
