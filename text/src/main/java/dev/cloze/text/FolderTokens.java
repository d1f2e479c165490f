package dev.cloze.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.text.added.AddedToken;
import dev.cloze.text.added.AddedTokens;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the files beside a vocabulary say of its tokens: {@code tokenizer_config.json}, {@code special_tokens_map.json},
 * {@code added_tokens.json}. Where the first lists all added tokens the others count for nothing, as in transformers.
 */
final class FolderTokens {

    private static final String DECODER = "added_tokens_decoder";
    private static final String ADDITIONAL = "additional_special_tokens";
    private static final String EXTRA = "extra_special_tokens";
    private static final int MOST_EXTRA_IDS = 100_000;

    private final Path folder;
    private final TokenizerClass type;
    private final ObjectNode said;
    private final Map<Integer, AddedToken> listed = new TreeMap<>();

    private FolderTokens(Path folder, TokenizerClass type, ObjectNode said) {
        this.folder = folder;
        this.type = type;
        this.said = said;
    }

    /** Reads a folder; {@code otherwise} is the class of one that names none. */
    static FolderTokens read(Path folder, TokenizerClass otherwise) {
        JsonNode config = TokenizerFiles.config(folder.resolve(TokenizerFiles.CONFIG));
        TokenizerClass named = TokenizerClass.of(config, TokenizerFiles.config(folder.resolve("config.json")));
        ObjectNode said = config instanceof ObjectNode node ? node.deepCopy() : TokenizerFiles.JSON.createObjectNode();
        FolderTokens tokens = new FolderTokens(folder, named == TokenizerClass.OTHER ? otherwise : named, said);
        if (said.has(DECODER)) {
            tokens.readDecoder();
        } else {
            tokens.mergeSpecialTokens();
            tokens.readAdded();
        }
        return tokens;
    }

    /** As a folder whose {@code tokenizer_config.json} is {@code config}, beside no other file. */
    static FolderTokens of(TokenizerClass type, ObjectNode config) {
        return new FolderTokens(Path.of(""), type, config);
    }

    private void readDecoder() {
        String place = folder.resolve(TokenizerFiles.CONFIG) + ": " + DECODER;
        said.path(DECODER)
                .properties()
                .forEach(entry ->
                        listed.put(id(entry.getKey(), place), AddedToken.parse(entry.getValue(), false, place)));
    }

    private static int id(String said, String place) {
        if (!said.matches("\\d{1,9}")) {
            throw Refusal.at(place, "an id must be a whole number, got %s", said);
        }
        return Integer.parseInt(said);
    }

    private void mergeSpecialTokens() {
        JsonNode map = TokenizerFiles.config(folder.resolve(TokenizerFiles.SPECIAL_TOKENS));
        map.properties().forEach(entry -> {
            boolean joins =
                    entry.getKey().equals(ADDITIONAL) && said.path(ADDITIONAL).isArray();
            if (joins) {
                Set<JsonNode> all = new LinkedHashSet<>();
                said.path(ADDITIONAL).forEach(all::add);
                entry.getValue().forEach(all::add);
                said.putArray(ADDITIONAL).addAll(all);
            } else {
                said.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private void readAdded() {
        Path file = folder.resolve("added_tokens.json");
        JsonNode added = TokenizerFiles.config(file);
        Set<String> special = new LinkedHashSet<>();
        TokenizerClass.names().forEach(name -> special.add(named(name)));
        additional().forEach(token -> special.add(token.content()));
        added.properties().forEach(entry -> {
            if (!entry.getValue().isInt() || entry.getValue().asInt() < 0) {
                throw Refusal.at(file.toString(), "an id must be a whole number, got %s", entry.getValue());
            }
            boolean isSpecial = special.contains(entry.getKey());
            listed.put(
                    entry.getValue().asInt(),
                    new AddedToken(entry.getKey(), false, false, false, !isSpecial, isSpecial));
        });
    }

    /** Takes the flags of a {@code tokenizer.json} where no configuration lists the added tokens. */
    void readJson(JsonNode added, String place) {
        for (JsonNode token : said.has(DECODER) ? said.arrayNode() : added) {
            listed.put(id(token.path("id").asText(), place), AddedToken.parse(token, false, place));
        }
    }

    TokenizerClass type() {
        return type;
    }

    /** The whole of {@code tokenizer_config.json}, with what {@code special_tokens_map.json} adds. */
    JsonNode config() {
        return said;
    }

    /** Whether transformers 5 wrote the folder, whose tokenizers are all of one kind. */
    boolean isVersion5() {
        return said.path("backend").isTextual();
    }

    /** How {@code eos_token} and its like are written; empty where there is none. */
    String named(String key) {
        JsonNode token = said.path(key);
        return switch (token.getNodeType()) {
            case MISSING -> type.named(key);
            case OBJECT -> token.path("content").asText("");
            case STRING -> token.asText();
            case NULL -> "";
            default -> throw Refusal.at(place(), "%s must be a token, got %s", key, token);
        };
    }

    /** How many sentinels follow the vocabulary. */
    int extraIds() {
        JsonNode count = said.path("extra_ids");
        int ids = count.asInt(type.sentinels());
        if (!(count.isMissingNode() || count.isInt()) || ids < 0 || ids > MOST_EXTRA_IDS) {
            throw Refusal.at(place(), "extra_ids must be a whole number in [0, %d], got %s", MOST_EXTRA_IDS, count);
        }
        return ids;
    }

    /** Whether {@code key} is true, false or not said (null). */
    boolean flag(String key, boolean otherwise) {
        JsonNode flag = said.path(key);
        if (!(flag.isMissingNode() || flag.isNull() || flag.isBoolean())) {
            throw Refusal.at(place(), "%s must be true or false, got %s", key, flag);
        }
        return flag.asBoolean(otherwise);
    }

    private String place() {
        return folder.resolve(TokenizerFiles.CONFIG).toString();
    }

    /** The tokens under the ids that the files say. */
    Map<Integer, AddedToken> listed() {
        return listed;
    }

    /** Adds all of them, in the order of transformers: those with ids, the named ones, the additional ones. */
    void addTo(AddedTokens tokens) {
        listed.values().forEach(tokens::add);
        addSpecials(tokens);
    }

    /** Adds those that have no id yet but a name. */
    void addSpecials(AddedTokens tokens) {
        for (String name : TokenizerClass.names()) {
            String content = named(name);
            if (said.path(name).isObject() && !said.has(DECODER)) {
                tokens.add(AddedToken.parse(said.path(name), true, place()));
            } else if (!tokens.has(content)) {
                tokens.add(name.equals("mask_token") ? mask(content) : AddedToken.special(content));
            }
        }
        for (AddedToken token : additional()) {
            if (!tokens.has(token.content())) {
                tokens.add(token);
            }
        }
    }

    // BART's mask stands for a word with the space before it.
    private AddedToken mask(String content) {
        boolean takesSpace = type == TokenizerClass.BART && !isVersion5();
        return new AddedToken(content, takesSpace, false, false, false, true);
    }

    private List<AddedToken> additional() {
        JsonNode list = said.path(ADDITIONAL).isArray() ? said.path(ADDITIONAL) : said.path(EXTRA);
        List<AddedToken> tokens = new ArrayList<>();
        for (JsonNode token : list.isArray() ? list : TokenizerFiles.JSON.createArrayNode()) {
            tokens.add(token.isObject() ? AddedToken.parse(token, true, place()) : AddedToken.special(token.asText()));
        }
        boolean sentinels = tokens.stream().anyMatch(token -> token.content().contains(SentinelText.BEGIN));
        boolean wanted = type == TokenizerClass.T5 || (type == TokenizerClass.BYT5 && !list.isArray());
        for (int n = 0; wanted && !sentinels && n < extraIds(); n++) {
            tokens.add(AddedToken.special(SentinelText.of(n)));
        }
        said.path(EXTRA)
                .properties()
                .forEach(entry -> tokens.add(AddedToken.special(entry.getValue().asText())));
        return tokens;
    }
}
