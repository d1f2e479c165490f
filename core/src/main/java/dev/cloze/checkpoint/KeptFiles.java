package dev.cloze.checkpoint;

import dev.cloze.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The small files of a model folder that are kept as they are: its tokenizer's, and how it writes. */
final class KeptFiles {

    static final String GENERATION = "generation_config.json";

    private static final long MOST_BYTES = 1L << 28;
    private static final List<String> NAMES = List.of(
            GENERATION,
            "spiece.model",
            "tokenizer.model",
            "sentencepiece.bpe.model",
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json",
            "vocab.txt",
            "vocab.json",
            "merges.txt",
            "chat_template.jinja",
            "LICENSE",
            "README.md");

    private KeptFiles() {}

    /** Copies those that {@code from} has. */
    static void copy(Path from, FolderWriter to) throws IOException {
        for (String name : NAMES) {
            Path file = from.resolve(name);
            if (Files.isRegularFile(file)) {
                long bytes = Files.size(file);
                if (bytes > MOST_BYTES) {
                    throw Refusal.at(file.toString(), "must have at most %d bytes, got %d", MOST_BYTES, bytes);
                }
                to.bytes(name, Files.readAllBytes(file));
            }
        }
    }
}
