package dev.cloze.model.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.model.Vlm;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.NamedTensors;
import java.util.ArrayList;
import java.util.List;

/**
 * The shape of a Versatile Language Model, as its {@code config.json} says it.
 *
 * @param backbone the GPT-2 that all tasks share
 * @param bottlenecks for each task the width of its adapters; their order is the order of the task ids
 */
public record VlmConfig(Gpt2Config backbone, List<Integer> bottlenecks) implements ModelConfig {

    static final String MODEL_CLASS = "VLM";

    private static final String KEY = "adapter_bottlenecks";
    private static final int MOST_TASKS = 1024;
    private static final int MOST_WIDTH = 1 << 16;

    /** Takes an unmodifiable copy of the widths, which must be positive. */
    public VlmConfig {
        bottlenecks = List.copyOf(bottlenecks);
        Refusal.require(
                bottlenecks.size() <= MOST_TASKS && bottlenecks.stream().allMatch(VlmConfig::fits),
                "%s must be at most %d whole numbers in [1, %d], got %s",
                KEY,
                MOST_TASKS,
                MOST_WIDTH,
                bottlenecks);
    }

    /** Reads a {@code config.json}; {@code place} is named in refusals. */
    public static VlmConfig parse(JsonNode json, String place) {
        List<Integer> widths = new ArrayList<>();
        for (JsonNode width : json.path(KEY)) {
            if (!width.isInt() || !fits(width.intValue())) {
                throw Refusal.at(place, "%s must be whole numbers in [1, %d], got %s", KEY, MOST_WIDTH, width);
            }
            widths.add(width.intValue());
        }
        return new VlmConfig(Gpt2Config.parse(json, place), widths);
    }

    private static boolean fits(int width) {
        return width > 0 && width <= MOST_WIDTH;
    }

    /** The widths that the file's adapters have: the original program does not write them into its configs. */
    @Override
    public VlmConfig fitted(NamedTensors file) {
        List<Integer> widths = new ArrayList<>();
        String name = Vlm.adapter(0, 0) + ".project_down.weight";
        while (file.contains(name) && file.shape(name).length == 2) {
            widths.add(Math.toIntExact(file.shape(name)[0]));
            name = Vlm.adapter(0, widths.size()) + ".project_down.weight";
        }
        return new VlmConfig(backbone, widths);
    }

    @Override
    public boolean tied() {
        return backbone.tied();
    }

    @Override
    public int vocab() {
        return backbone.vocab();
    }

    @Override
    public T5Config.Ids ids() {
        return backbone.ids();
    }

    @Override
    public double forwardFlops(long source, long target) {
        return backbone.forwardFlops(source, target);
    }

    @Override
    public Blocks blocks() {
        return backbone.blocks();
    }

    @Override
    public Vlm build(Weights weights) {
        return Vlm.build(this, weights);
    }

    @Override
    public ObjectNode toJson() {
        ObjectNode json = backbone.toJson();
        json.set("architectures", JsonNodeFactory.instance.arrayNode().add(MODEL_CLASS));
        ArrayNode widths = json.putArray(KEY);
        bottlenecks.forEach(widths::add);
        return json;
    }
}
