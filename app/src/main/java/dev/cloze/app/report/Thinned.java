package dev.cloze.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Fewer lines for a page: neighbours of kind {@code step} are averaged until there are no more than a page can show. */
final class Thinned {

    private static final String TOKENS = "tokens";

    private Thinned() {}

    static List<JsonNode> of(List<JsonNode> lines, int most) {
        long steps = lines.stream().filter(Thinned::isStep).count();
        int group = (int) Math.max(1, (steps + most - 1) / most);
        List<JsonNode> thin = new ArrayList<>();
        List<JsonNode> pending = new ArrayList<>();
        for (JsonNode line : lines) {
            if (isStep(line)) {
                pending.add(line);
            } else {
                thin.add(line);
            }
            if (pending.size() == group) {
                thin.add(average(pending));
                pending.clear();
            }
        }
        if (!pending.isEmpty()) {
            thin.add(average(pending));
        }
        return thin;
    }

    private static boolean isStep(JsonNode line) {
        return line.path("kind").asText().equals("step");
    }

    /** Every number becomes the mean of those given, by tokens where they are counted; the step and words are the last. */
    private static JsonNode average(List<JsonNode> nodes) {
        JsonNode last = nodes.get(nodes.size() - 1);
        if (nodes.size() == 1) {
            return last;
        }
        ObjectNode mean = JsonNodeFactory.instance.objectNode();
        for (String name : names(nodes)) {
            mean.set(
                    name,
                    average(name, nodes.stream().filter(node -> node.has(name)).toList()));
        }
        return mean;
    }

    private static JsonNode average(String name, List<JsonNode> holders) {
        JsonNode last = holders.get(holders.size() - 1).get(name);
        if (last.isObject()) {
            return average(holders.stream().map(node -> node.get(name)).toList());
        }
        if (!last.isNumber() || name.equals("step") || name.equals("seconds")) {
            return last;
        }
        boolean sum = name.equals(TOKENS);
        double total = 0;
        double weights = 0;
        for (JsonNode holder : holders) {
            double weight = sum ? 1 : holder.path(TOKENS).asDouble(1);
            total += weight * holder.get(name).asDouble();
            weights += weight;
        }
        return JsonNodeFactory.instance.numberNode(sum || weights == 0 ? total : total / weights);
    }

    private static Set<String> names(List<JsonNode> nodes) {
        Set<String> names = new LinkedHashSet<>();
        nodes.forEach(node -> node.fieldNames().forEachRemaining(names::add));
        return names;
    }
}
