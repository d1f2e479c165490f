package dev.cloze.app.config;

import com.typesafe.config.ConfigUtil;
import dev.cloze.Refusal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * On what a command is asked to evaluate.
 *
 * @param file a run file, if there is one
 * @param overrides its {@code --set}
 * @param data JSON lines to evaluate on instead of the run file's
 * @param textField the field of {@code data} that holds the text
 * @param languageField the field of {@code data} that holds the language, empty for none
 */
public record HeldOutText(
        Optional<Path> file, List<String> overrides, List<String> data, String textField, String languageField) {

    /** A run whose held-out text this is, with the tokenizer in the model's folder. */
    public Run run(Path model) {
        Refusal.require(
                file.isPresent() || !data.isEmpty(),
                "no run file lies beside the model: name one, or text by --data FILES");
        String folder = quoted(model.toAbsolutePath().toString());
        List<String> set = new ArrayList<>();
        set.add("tokenizer={ type = model }");
        set.add("model={ type = folder, path = " + folder + " }");
        if (!data.isEmpty()) {
            set.add("evaluate.sources=[" + source() + "]");
            set.add("evaluate.tasks=[]");
        }
        if (file.isEmpty()) {
            set.add("data.sources=[" + source() + "]");
            set.add("objective={ type = span-corruption }");
        }
        set.addAll(overrides);
        return file.map(path -> RunFile.read(path, set)).orElseGet(() -> RunFile.of(set));
    }

    private String source() {
        String files = data.stream().map(HeldOutText::quoted).collect(Collectors.joining(", "));
        return "{ type = json-lines, name = data, files = [%s], text-field = %s, language-field = %s }"
                .formatted(files, quoted(textField), quoted(languageField));
    }

    private static String quoted(String text) {
        return ConfigUtil.quoteString(text);
    }
}
