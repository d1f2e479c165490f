package dev.cloze.model.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.tensor.NamedTensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The shape of a Versatile Language Model, as its {@code config.json} says it.
 *
 * @param backbone the GPT-2 that all tasks share
 * @param bottlenecks for each task the width of its adapters; their order is the order of the task ids
 * @param tasks their names, where the model keeps embeddings of tasks beside its vocabulary; none in the original's files
 */
public record VlmConfig(Gpt2Config backbone, List<Integer> bottlenecks, List<String> tasks) implements ModelConfig {

    static final String MODEL_CLASS = "VLM";

    private static final String KEY = "adapter_bottlenecks";
    private static final String NAMES = "adapter_tasks";
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._-]{1,100}");
    private static final int MOST_TASKS = 1024;
    private static final int MOST_WIDTH = 1 << 16;

    /** Takes an unmodifiable copy of the widths, which must be positive. */
    public VlmConfig {
        bottlenecks = List.copyOf(bottlenecks);
        tasks = List.copyOf(tasks);
        Refusal.require(
                bottlenecks.size() <= MOST_TASKS && bottlenecks.stream().allMatch(VlmConfig::fits),
                "%s must be at most %d whole numbers in [1, %d], got %s",
                KEY,
                MOST_TASKS,
                MOST_WIDTH,
                bottlenecks);
        Refusal.require(
                tasks.isEmpty()
                        || (tasks.size() == bottlenecks.size()
                                && Set.copyOf(tasks).size() == tasks.size()),
                "%s must be different names, one for each of %d tasks, got %s",
                NAMES,
                bottlenecks.size(),
                tasks);
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
        List<String> names = new ArrayList<>();
        for (JsonNode name : json.path(NAMES)) {
            if (!name.isTextual() || !NAME.matcher(name.textValue()).matches()) {
                throw Refusal.at(place, "%s must be names of at most 100 letters, digits and -_., got %s", NAMES, name);
            }
            names.add(name.textValue());
        }
        if (!names.isEmpty()
                && (names.size() != widths.size() || Set.copyOf(names).size() != names.size())) {
            throw Refusal.at(
                    place, "%s must be different names, one for each of %d tasks, got %s", NAMES, widths.size(), names);
        }
        return new VlmConfig(Gpt2Config.parse(json, place), widths, names);
    }

    /** A GPT-2, or the model of some tasks, with more of them: widths of adapters by the names of tasks. */
    public static VlmConfig of(ModelConfig known, Map<String, Integer> more) {
        if (known instanceof Gpt2Config gpt2) {
            return new VlmConfig(gpt2, List.copyOf(more.values()), List.copyOf(more.keySet()));
        }
        if (!(known instanceof VlmConfig vlm) || vlm.tasks.isEmpty()) {
            throw Refusal.at("model.path", "must be a GPT-2's folder, or that of a VLM whose tasks have names");
        }
        Map<String, Integer> all = new LinkedHashMap<>();
        for (int task = 0; task < vlm.tasks.size(); task++) {
            all.put(vlm.tasks.get(task), vlm.bottlenecks.get(task));
        }
        more.forEach((name, width) -> {
            int had = all.merge(name, width, (old, asked) -> old);
            Refusal.require(had == width, "task %s has an adapter of width %d, not %d", name, had, width);
        });
        return new VlmConfig(vlm.backbone, List.copyOf(all.values()), List.copyOf(all.keySet()));
    }

    /** What the adapter of a task after a block is called. */
    public static String adapter(int block, int task) {
        return "transformer.h." + block + ".adapter_block.mixadapter." + task;
    }

    /** What the embeddings of a task are called. */
    public static String embeddings(int task) {
        return "transformer.task_embeddings." + task;
    }

    /** The id of the task of that name. */
    public int task(String name) {
        int found = tasks.indexOf(name);
        if (found < 0) {
            throw Refusal.at(
                    "model",
                    "has no task '%s': its tasks are %s",
                    name,
                    tasks.isEmpty() ? "not named" : String.join(", ", tasks));
        }
        return found;
    }

    /** All but the backbone, where tasks are named. */
    @Override
    public boolean learns(String name) {
        return tasks.isEmpty() || name.contains(".adapter_block.") || name.contains(".task_embeddings.");
    }

    private static boolean fits(int width) {
        return width > 0 && width <= MOST_WIDTH;
    }

    /** The widths that the file's adapters have: the original program does not write them into its configs. */
    @Override
    public VlmConfig fitted(NamedTensors file) {
        List<Integer> widths = new ArrayList<>();
        if (!tasks.isEmpty()) {
            return this;
        }
        String name = adapter(0, 0) + ".project_down.weight";
        while (file.contains(name) && file.shape(name).length == 2) {
            widths.add(Math.toIntExact(file.shape(name)[0]));
            name = adapter(0, widths.size()) + ".project_down.weight";
        }
        return new VlmConfig(backbone, widths, tasks);
    }

    @Override
    public boolean tied() {
        return backbone.tied();
    }

    @Override
    public Vocab vocabulary() {
        return backbone.vocabulary();
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
    public ObjectNode toJson() {
        ObjectNode json = backbone.toJson();
        json.set("architectures", JsonNodeFactory.instance.arrayNode().add(MODEL_CLASS));
        ArrayNode widths = json.putArray(KEY);
        bottlenecks.forEach(widths::add);
        if (!tasks.isEmpty()) {
            ArrayNode names = json.putArray(NAMES);
            tasks.forEach(names::add);
        }
        return json;
    }
}
