package dev.cloze.adapter.target;

import dev.cloze.Refusal;
import dev.cloze.Shown;
import java.util.List;
import java.util.Locale;

/**
 * Weights of the model itself that an adapter trains and keeps whole.
 *
 * @param bias which biases
 * @param modules the ends of the names of modules
 * @param tokens single rows of tables
 */
public record ModulesToSave(Bias bias, List<String> modules, TrainedTokens tokens) {

    /** None. */
    public static final ModulesToSave NONE = new ModulesToSave(Bias.NONE, List.of());

    /** Which biases are trained. */
    public enum Bias {
        /** None. */
        NONE,
        /** All that have bias in their names. */
        ALL,
        /** Those of the maps that are changed. */
        LORA_ONLY;

        public static Bias parse(String word, String place) {
            return switch (word) {
                case "none" -> NONE;
                case "all" -> ALL;
                case "lora_only" -> LORA_ONLY;
                default -> throw Refusal.at(place, "bias must be none, all or lora_only, got '%s'", Shown.plain(word));
            };
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Biases and modules, no single rows. */
    public ModulesToSave(Bias bias, List<String> modules) {
        this(bias, modules, TrainedTokens.NONE);
    }

    /** Takes an unmodifiable copy. */
    public ModulesToSave {
        modules = List.copyOf(modules);
    }

    /** Whether the module at {@code path}, or one around it, is kept whole. */
    public boolean wholly(String path) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) {
            String module = path.substring(0, end);
            if (modules.stream().anyMatch(module::endsWith)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the adapter keeps the parameter {@code name} of the module at {@code path}. */
    public boolean keep(String path, String name, Targets targets) {
        if (wholly(path)) {
            return true;
        }
        return switch (bias) {
            case NONE -> false;
            case ALL -> (path + "." + name).contains("bias");
            case LORA_ONLY -> name.equals("bias") && targets.hold(path);
        };
    }
}
