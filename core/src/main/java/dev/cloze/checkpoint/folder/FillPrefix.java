package dev.cloze.checkpoint.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cloze.Refusal;
import dev.cloze.checkpoint.disk.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a model was trained to see before a text whose gaps it is to fill, such as UL2's mode token (Tay et al. 2023, §3.1.2).
 * It stands in {@code cloze_config.json}, a file beside the others of the folder that transformers and PEFT leave alone.
 *
 * @param text the prefix, empty text where the model wants none; nothing where the folder does not say
 */
public record FillPrefix(Optional<String> text) {

    /** Of a folder that does not say. */
    public static final FillPrefix UNSAID = new FillPrefix(Optional.empty());

    private static final String FILE = "cloze_config.json";
    private static final String KEY = "fill_prefix";
    private static final int LONGEST = 1000;

    /** A prefix, empty for none. */
    public static FillPrefix of(String text) {
        return new FillPrefix(Optional.of(text));
    }

    /** What {@code folder} says. */
    public static FillPrefix read(Path folder) {
        Path file = folder.resolve(FILE);
        JsonNode said =
                Files.isRegularFile(file) ? JsonFile.read(file).path(KEY) : JsonNodeFactory.instance.missingNode();
        if (said.isMissingNode()) {
            return UNSAID;
        }
        if (!said.isTextual() || said.asText().length() > LONGEST) {
            throw Refusal.at(file.toString(), "%s must be a text of at most %d characters, got %s", KEY, LONGEST, said);
        }
        return of(said.asText());
    }

    /** This, or {@code other} where this does not say. */
    public FillPrefix or(FillPrefix other) {
        return text.isPresent() ? this : other;
    }

    /** Puts it into a folder that is being written. */
    public void write(FolderWriter folder) throws IOException {
        if (text.isPresent()) {
            String json =
                    JsonNodeFactory.instance.objectNode().put(KEY, text.get()).toPrettyString();
            folder.text(FILE, json + "\n");
        }
    }
}
