package dev.cloze.data.record;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names of fields as a tree, so that {@code a.b} is found inside {@code a}.
 *
 * @param slot which name ends here, -1 if none does
 * @param children the fields below
 */
public record FieldTree(int slot, Map<String, FieldTree> children) {

    /** The tree of some names; a name's slot is its place in the list. */
    public static FieldTree of(List<String> names) {
        FieldTree tree = new FieldTree(-1, Map.of());
        for (int i = 0; i < names.size(); i++) {
            tree = tree.with(names.get(i), i);
        }
        return tree;
    }

    private FieldTree with(String name, int slotOfName) {
        int dot = name.indexOf('.');
        String head = dot < 0 ? name : name.substring(0, dot);
        FieldTree child = children.getOrDefault(head, new FieldTree(-1, Map.of()));
        Map<String, FieldTree> changed = new TreeMap<>(children);
        changed.put(
                head,
                dot < 0 ? new FieldTree(slotOfName, child.children) : child.with(name.substring(dot + 1), slotOfName));
        return new FieldTree(slot, Map.copyOf(changed));
    }
}
