package dev.cloze.app.config;

import com.typesafe.config.ConfigUtil;
import dev.cloze.Refusal;
import dev.cloze.data.file.FilePattern;
import dev.cloze.data.file.FileSet;
import dev.cloze.data.source.JsonLines;
import dev.cloze.run.Evaluating;
import dev.cloze.run.Training;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /**
     * A run whose held-out text this is, with the tokenizer in the model's folder. Where {@code data} names the run file's own
     * held-out files, they are read as the run reads them: one measure, one number.
     */
    public Training run(Path model) {
        Refusal.require(
                file.isPresent() || !data.isEmpty(),
                "no run file lies beside the model: name one, or text by --data FILES");
        String folder = quoted(model.toAbsolutePath().toString());
        List<String> set = new ArrayList<>();
        set.add("tokenizer={ type = model }");
        set.add("model={ type = folder, path = " + folder + " }");
        if (file.isPresent() && (data.isEmpty() || isHeldOut(file.get()))) {
            set.addAll(overrides);
            return RunFile.read(file.get(), set);
        }
        set.add("evaluate.sources=[" + source() + "]");
        set.add("evaluate.tasks=[]");
        if (file.isEmpty()) {
            set.add("data.sources=[" + source() + "]");
            set.add("objective={ type = span-corruption }");
        }
        set.addAll(overrides);
        return file.map(path -> RunFile.read(path, set)).orElseGet(() -> RunFile.of(set));
    }

    // Files are the same whichever names and patterns lead to them.
    private boolean isHeldOut(Path run) {
        Evaluating evaluate = RunFile.read(run, List.of()).evaluate();
        List<JsonLines> lines = evaluate.sources().stream()
                .filter(JsonLines.class::isInstance)
                .map(JsonLines.class::cast)
                .filter(source -> source.fields().textField().equals(textField))
                .toList();
        boolean plain = evaluate.tasks().isEmpty()
                && !lines.isEmpty()
                && lines.size() == evaluate.sources().size();
        Set<Path> asked = files(new FileSet(Path.of(""), data));
        return plain && !asked.isEmpty() && asked.equals(union(lines));
    }

    private static Set<Path> union(List<JsonLines> sources) {
        return sources.stream()
                .flatMap(source -> files(FilePattern.set(source.files())).stream())
                .collect(Collectors.toSet());
    }

    // None where one of them is missing: it is refused when it is read, if it is read.
    private static Set<Path> files(FileSet set) {
        try {
            return set.resolve(JsonLines.SUFFIXES).stream()
                    .map(file -> file.toAbsolutePath().normalize())
                    .collect(Collectors.toSet());
        } catch (Refusal e) {
            return Set.of();
        }
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
