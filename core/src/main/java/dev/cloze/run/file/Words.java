package dev.cloze.run.file;

import java.util.Locale;

/** How names are written in run files. */
public final class Words {

    private Words() {}

    /** {@code dModel} becomes {@code d-model}, {@code BFLOAT16} becomes {@code bfloat16}. */
    public static String kebab(String name) {
        String dashed = name.equals(name.toUpperCase(Locale.ROOT))
                ? name.replace('_', '-')
                : name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-");
        return dashed.toLowerCase(Locale.ROOT);
    }
}
