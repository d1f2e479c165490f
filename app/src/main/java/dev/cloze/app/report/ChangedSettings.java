package dev.cloze.app.report;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.cloze.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a run file says otherwise than it did when a checkpoint was saved. */
final class ChangedSettings {

    private static final int MOST = 20;

    private ChangedSettings() {}

    /** One line a setting, such as {@code changed    train.seed is 2, was 1}. */
    static List<String> between(String before, String now) {
        Map<String, String> old = flat(before);
        Map<String, String> fresh = flat(now);
        Set<String> keys = new TreeSet<>(old.keySet());
        keys.addAll(fresh.keySet());
        keys.removeIf(key -> old.getOrDefault(key, "").equals(fresh.getOrDefault(key, "")));
        List<String> lines = new ArrayList<>();
        for (String key : keys.stream().limit(MOST).toList()) {
            lines.add("changed    %s is %s, was %s".formatted(Shown.plain(key), said(fresh, key), said(old, key)));
        }
        if (keys.size() > MOST) {
            lines.add("changed    and %d more settings".formatted(keys.size() - MOST));
        }
        return lines;
    }

    private static String said(Map<String, String> all, String key) {
        return all.containsKey(key) ? Shown.plain(all.get(key)) : "not said";
    }

    private static Map<String, String> flat(String run) {
        Map<String, String> all = new TreeMap<>();
        try {
            Config parsed = ConfigFactory.parseString(run);
            add("", parsed.root(), all);
        } catch (ConfigException e) {
            all.put("the run file", "unreadable");
        }
        return all;
    }

    private static void add(String path, ConfigValue value, Map<String, String> all) {
        if (value instanceof ConfigObject object) {
            object.forEach((key, inner) -> add(path.isEmpty() ? key : path + "." + key, inner, all));
        } else if (value instanceof ConfigList list) {
            for (int i = 0; i < list.size(); i++) {
                add(path + "." + i, list.get(i), all);
            }
        } else {
            all.put(path, String.valueOf(value.unwrapped()));
        }
    }
}
