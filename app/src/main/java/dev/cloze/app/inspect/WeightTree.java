package dev.cloze.app.inspect;

import dev.cloze.checkpoint.folder.DescribedWeight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model's weights as a tree of their names, in which layers that are alike stand once.
 *
 * <pre>
 * encoder
 * └─ block
 *    ├─ 0.layer
 *    │  ├─ 0.SelfAttention
 *    │  …
 *    └─ {1-11}.layer    11 alike
 *       …
 * </pre>
 */
final class WeightTree {

    private static final Pattern NUMBERED = Pattern.compile("(\\D*)(\\d{1,9})");

    private final Map<String, WeightTree> children = new LinkedHashMap<>();
    private Optional<DescribedWeight> weight = Optional.empty();

    /** A node of the tree as it is shown. */
    public record Row(String guide, String name, int times, long count, Optional<DescribedWeight> weight) {

        /** How many rows it lies in. */
        int depth() {
            return guide.length() / 3 - 1;
        }
    }

    static WeightTree of(List<DescribedWeight> weights) {
        WeightTree root = new WeightTree();
        for (DescribedWeight weight : weights) {
            WeightTree node = root;
            for (String part : weight.name().split("\\.", -1)) {
                node = node.children.computeIfAbsent(part, missing -> new WeightTree());
            }
            node.weight = Optional.of(weight);
        }
        return root;
    }

    /** The rows below the root, from top to bottom. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        addTo(rows, "");
        return rows;
    }

    private void addTo(List<Row> rows, String guide) {
        List<Group> groups = groups();
        for (int i = 0; i < groups.size(); i++) {
            boolean last = i == groups.size() - 1;
            groups.get(i).addTo(rows, guide, last);
        }
    }

    /** Children by number that are alike stand together, wherever they stand; others stand alone. */
    private List<Group> groups() {
        Map<String, Group> groups = new LinkedHashMap<>();
        for (Map.Entry<String, WeightTree> child : children.entrySet()) {
            String name = child.getKey();
            Matcher numbered = NUMBERED.matcher(name);
            String alike =
                    numbered.matches() ? numbered.group(1) + child.getValue().outline() : name;
            groups.computeIfAbsent(alike, missing -> new Group(new ArrayList<>(), child.getValue()))
                    .names
                    .add(name);
        }
        return List.copyOf(groups.values());
    }

    private String outline() {
        StringBuilder outline = new StringBuilder();
        weight.ifPresent(own -> outline.append(own.shape()).append(own.type()));
        children.forEach((name, child) -> outline.append('(')
                .append(name)
                .append(' ')
                .append(child.outline())
                .append(')'));
        return outline.toString();
    }

    private long count() {
        return weight.map(DescribedWeight::count).orElse(0L)
                + children.values().stream().mapToLong(WeightTree::count).sum();
    }

    private record Group(List<String> names, WeightTree node) {

        void addTo(List<Row> rows, String guide, boolean isLast) {
            StringBuilder name = new StringBuilder(names.size() == 1 ? names.get(0) : ranges());
            WeightTree shown = node;
            while (shown.children.size() == 1 && shown.weight.isEmpty()) {
                Map.Entry<String, WeightTree> only =
                        shown.children.entrySet().iterator().next();
                name.append('.').append(only.getKey());
                shown = only.getValue();
            }
            String branch = isLast ? "└─ " : "├─ ";
            rows.add(new Row(guide + branch, name.toString(), names.size(), node.count(), shown.weight));
            shown.addTo(rows, guide + (isLast ? "   " : "│  "));
        }

        // {@code expert_{0-3,5}} for the names expert_0, expert_1, expert_2, expert_3 and expert_5.
        private String ranges() {
            List<Integer> numbers = names.stream().map(WeightTree::number).toList();
            StringBuilder ranges = new StringBuilder(names.get(0).replaceFirst("\\d+$", "") + "{");
            for (int i = 0; i < numbers.size(); i++) {
                boolean begins = i == 0 || numbers.get(i - 1) + 1 != numbers.get(i);
                boolean ends = i == numbers.size() - 1 || numbers.get(i) + 1 != numbers.get(i + 1);
                if (begins) {
                    ranges.append(i == 0 ? "" : ",").append(numbers.get(i));
                } else if (ends) {
                    ranges.append('-').append(numbers.get(i));
                }
            }
            return ranges.append('}').toString();
        }
    }

    private static int number(String name) {
        Matcher numbered = NUMBERED.matcher(name);
        return numbered.matches() ? Integer.parseInt(numbered.group(2)) : -1;
    }
}
