package dev.cloze.checkpoint.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Reasons;
import dev.cloze.Refusal;
import dev.cloze.checkpoint.disk.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a model that goes from one folder to another, by conversion or by training, keeps as it is: its tokenizer's files,
 * how it writes, its terms, and what its config says beside the shape.
 */
public final class KeptFiles {

    /** Of a model that comes from no folder. */
    public static final KeptFiles NONE = new KeptFiles(JsonNodeFactory.instance.objectNode(), Map.of());

    private static final String END = "eos_token_id";

    public static final String GENERATION = "generation_config.json";

    private static final long MOST_BYTES = 1L << 28;
    private static final List<String> PLAIN = List.of(GENERATION, "LICENSE");
    private static final List<String> TOKENIZER = List.of(
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
            "chat_template.jinja");

    private final ObjectNode config;
    private final Map<String, byte[]> files;

    private KeptFiles(ObjectNode config, Map<String, byte[]> files) {
        this.config = config;
        this.files = files;
    }

    /** Those of {@code folder}; the tokenizer's only if the model goes on with it. */
    public static KeptFiles of(Path folder, boolean tokenizer) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        Stream.concat(PLAIN.stream(), tokenizer ? TOKENIZER.stream() : Stream.empty())
                .filter(name -> Files.isRegularFile(folder.resolve(name)))
                .forEach(name -> files.put(name, read(folder.resolve(name))));
        return new KeptFiles(JsonFile.read(folder.resolve("config.json")).deepCopy(), files);
    }

    private static byte[] read(Path file) {
        try {
            long bytes = Files.size(file);
            if (bytes > MOST_BYTES) {
                throw Refusal.at(file.toString(), "must have at most %d bytes, got %d", MOST_BYTES, bytes);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw Refusal.because(e, file.toString(), "cannot be read: %s", Reasons.of(e));
        }
    }

    /** {@code own} with the keys beside it that the folder's config had and Cloze has no use for. */
    ObjectNode under(ObjectNode own) {
        ObjectNode both = config.deepCopy();
        both.remove(List.of("torch_dtype", "_name_or_path", "quantization_config"));
        JsonNode ends = config.path(END);
        both.setAll(own);
        if (ends.isArray() && ends.path(0).equals(own.path(END))) {
            both.set(END, ends); // The shape knows the first of them.
        }
        return both;
    }

    /** Whether there is a file of that name. */
    public boolean has(String name) {
        return files.containsKey(name);
    }

    public void write(FolderWriter to) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            to.bytes(file.getKey(), file.getValue());
        }
    }
}
