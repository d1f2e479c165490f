package dev.cloze.adapter;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.model.config.Blocks;
import dev.cloze.model.config.ConfigJson;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.nn.attention.Attention;

/**
 * The sizes of virtual tokens.
 *
 * @param tokens how many each text begins with
 * @param stacks 2 where a file has room for tokens of the decoder, too, which PEFT never reads, else 1
 * @param width of a vector
 * @param layers of the decoder
 * @param heads of a layer
 */
public record PromptShape(int tokens, int stacks, int width, int layers, int heads) {

    /** The most tokens there may be. */
    public static final int MOST = 1 << 14;

    private static final int MOST_LAYERS = 1000;

    /** Checks the sizes. */
    public PromptShape {
        Refusal.require(tokens >= 1 && tokens <= MOST, "tokens must be in [1, %d], got %d", MOST, tokens);
        Refusal.require(stacks == 1 || stacks == 2, "submodules must be 1 or 2, got %d", stacks);
        Refusal.require(width % heads == 0, "heads must divide the width %d, got %d", width, heads);
    }

    /** The sizes of {@code tokens} before the texts of a model. */
    public static PromptShape of(int tokens, ModelConfig model) {
        Blocks blocks = model.blocks();
        return new PromptShape(
                tokens, 1, blocks.dModel(), blocks.layers(), blocks.heads().count());
    }

    /** The sizes of {@code tokens} before the keys and values of a model: as wide as its heads together. */
    public static PromptShape ofKeys(int tokens, ModelConfig model) {
        Blocks blocks = model.blocks();
        Attention.Heads heads = blocks.heads();
        return new PromptShape(tokens, blocks.stacks(), heads.inner(), blocks.layers(), heads.count());
    }

    static PromptShape parse(AdapterJson json) {
        ConfigJson values = json.values();
        return new PromptShape(
                values.size("num_virtual_tokens", MOST),
                values.integer("num_transformer_submodules", 1, 2, 1),
                values.size("token_dim"),
                values.size("num_layers", MOST_LAYERS),
                values.size("num_attention_heads", MOST));
    }

    /** An {@code adapter_config.json} of {@code type} with these sizes. */
    ObjectNode toJson(String type) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("peft_type", type)
                .putNull("auto_mapping")
                .putNull("base_model_name_or_path")
                .put("inference_mode", true)
                .put("num_virtual_tokens", tokens)
                .put("num_transformer_submodules", stacks)
                .put("token_dim", width)
                .put("num_layers", layers)
                .put("num_attention_heads", heads);
    }

    /** Rows of the table of all virtual tokens. */
    int rows() {
        return tokens * stacks;
    }
}
