package dev.cloze.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.text.added.AddedToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** Reads and writes the files that tokenizers are kept in. */
final class TokenizerFiles {

    static final String MODEL = "spiece.model";
    static final String JSON_FILE = "tokenizer.json";
    static final String CONFIG = "tokenizer_config.json";
    static final String SPECIAL_TOKENS = "special_tokens_map.json";

    private static final String ADDITIONAL = "additional_special_tokens";

    private static final long MOST_BYTES = 1L << 28;

    // A vocabulary of 250,000 pieces with as many merges takes some three million.
    private static final long MOST_TOKENS = 8_000_000;

    static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxTokenCount(MOST_TOKENS)
                            .build())
                    .build())
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private TokenizerFiles() {}

    /** The whole of a file of at most 256 MiB. */
    static byte[] read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw Refusal.at(file.toString(), "no such file");
            }
            long size = Files.size(file);
            if (size > MOST_BYTES) {
                throw Refusal.at(file.toString(), "must have at most %d bytes, got %d", MOST_BYTES, size);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw Refusal.because(e, file.toString(), "cannot be read: %s", String.valueOf(e.getMessage()));
        }
    }

    static JsonNode tree(String json, String place) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw Refusal.because(e, place, "expected JSON: %s", firstLine(e));
        }
    }

    /** The whole of a JSON file, or nothing where there is none. */
    static JsonNode config(Path file) {
        return Files.isRegularFile(file)
                ? tree(new String(read(file), StandardCharsets.UTF_8), file.toString())
                : MissingNode.getInstance();
    }

    /** A {@code tokenizer.json} but for its vocabulary; nothing where there is no such file. */
    static JsonNode withoutModel(Path file) {
        if (!Files.isRegularFile(file)) {
            return MissingNode.getInstance();
        }
        ObjectNode all = JSON.createObjectNode();
        try (JsonParser parser = JSON.createParser(read(file))) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token != JsonToken.FIELD_NAME) {
                    continue;
                }
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("model")) {
                    parser.skipChildren();
                } else {
                    all.set(name, parser.readValueAsTree());
                }
            }
            return all;
        } catch (IOException e) {
            throw Refusal.because(e, file.toString(), "expected JSON: %s", firstLine(e));
        }
    }

    // What follows tells of the parser's own source.
    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** An entry of {@code added_tokens} that is found wherever it stands in text. */
    static ObjectNode addedToken(int id, String content, boolean special) {
        ObjectNode token = JSON.createObjectNode().put("id", id).put("content", content);
        token.put("single_word", false).put("lstrip", false).put("rstrip", false);
        return token.put("normalized", false).put("special", special);
    }

    /** Writes the folder of a fast tokenizer. */
    static void saveJson(Path folder, String json, JsonNode config, TokenList tokens) {
        write(folder.resolve(JSON_FILE), json.getBytes(StandardCharsets.UTF_8));
        if (config instanceof ObjectNode given) {
            write(folder.resolve(CONFIG), bytes(given));
            return;
        }
        ObjectNode made = JSON.createObjectNode().put("tokenizer_class", "PreTrainedTokenizerFast");
        Vocabulary ids = tokens.vocabulary();
        made.put("eos_token", tokens.text(ids.eosId()));
        made.put("pad_token", tokens.text(ids.padId()));
        made.put("unk_token", tokens.text(ids.unkId()));
        write(folder.resolve(CONFIG), bytes(made));
    }

    /** Writes the folder of a SentencePiece tokenizer: its model, the same as {@code fast}, and its configuration. */
    static void saveSentencePiece(Path folder, byte[] model, Optional<String> fast, ObjectNode config) {
        write(folder.resolve(MODEL), model);
        fast.ifPresent(json -> write(folder.resolve(JSON_FILE), json.getBytes(StandardCharsets.UTF_8)));
        write(folder.resolve(CONFIG), bytes(config));
        ObjectNode named = config.deepCopy();
        named.retain("pad_token", "eos_token", "unk_token", ADDITIONAL);
        write(folder.resolve(SPECIAL_TOKENS), bytes(named));
    }

    /** Writes the folder of a ByT5 tokenizer. */
    static void saveBytes(Path folder, int sentinels) {
        write(folder.resolve(CONFIG), bytes(bytesConfig(sentinels)));
        write(folder.resolve(SPECIAL_TOKENS), bytes(reserved(sentinels)));
    }

    /** The configuration of a ByT5 tokenizer. */
    static ObjectNode bytesConfig(int sentinels) {
        ObjectNode config = reserved(sentinels);
        config.put("tokenizer_class", "ByT5Tokenizer");
        return config.put("extra_ids", sentinels);
    }

    /** Writes {@code config} with all added tokens. */
    static void saveConfig(Path folder, JsonNode config, Map<Integer, AddedToken> tokens) {
        write(folder.resolve(CONFIG), bytes(listing(config, tokens)));
    }

    /** {@code config} with all added tokens in it. */
    static ObjectNode listing(JsonNode config, Map<Integer, AddedToken> tokens) {
        ObjectNode all = config.deepCopy();
        ObjectNode listed = all.putObject("added_tokens_decoder");
        tokens.forEach((id, token) -> token.into(listed.putObject(String.valueOf(id))));
        return all;
    }

    static String hash(String kind, byte[] content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(kind.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return HexFormat.of().formatHex(digest.digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The names of padding, end, unknown and so many sentinels. */
    static ObjectNode reserved(int sentinels) {
        ObjectNode reserved = JSON.createObjectNode();
        reserved.put("pad_token", "<pad>");
        reserved.put("eos_token", "</s>");
        reserved.put("unk_token", "<unk>");
        ArrayNode additional = reserved.putArray(ADDITIONAL);
        for (int n = 0; n < sentinels; n++) {
            additional.add("<extra_id_" + n + ">");
        }
        return reserved;
    }

    private static byte[] bytes(ObjectNode node) {
        return (node.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw Refusal.because(e, file.toString(), "cannot be written: %s", String.valueOf(e.getMessage()));
        }
    }
}
