package dev.cloze.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.cloze.Refusal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the {@code model} of a {@code tokenizer.json} must keep to. */
final class JsonModelRules {

    private static final int MOST_TOKENS = 1 << 22;
    private static final int MOST_CHARACTERS = 4096;
    private static final int MOST_WORD = 10_000;
    private static final double MOST_SCORE = 1e30;

    private final JsonNode model;
    private final String place;

    private JsonModelRules(JsonNode model, String place) {
        this.model = model;
        this.place = place;
    }

    static void check(JsonNode model, String place) {
        JsonModelRules rules = new JsonModelRules(model, place);
        String type = model.path("type").asText(usual(model));
        switch (type) {
            case "BPE" -> rules.pairs();
            case "WordPiece" -> rules.words();
            case "WordLevel" -> rules.ids();
            case "Unigram" -> rules.scores();
            default ->
                throw Refusal.at(
                        place,
                        "model must be one of %s, got %s",
                        List.of("BPE", "Unigram", "WordLevel", "WordPiece"),
                        type);
        }
    }

    // Files from before models had a type.
    private static String usual(JsonNode model) {
        if (model.has("merges")) {
            return "BPE";
        }
        return model.path("vocab").isArray() ? "Unigram" : model.has("max_input_chars_per_word") ? "WordPiece" : "";
    }

    private void ids() {
        JsonNode vocab = model.path("vocab");
        require(
                vocab.isObject() && !vocab.isEmpty(),
                "the vocabulary must be an object of ids, got %s",
                vocab.getNodeType());
        Set<Integer> seen = new HashSet<>();
        vocab.properties().forEach(entry -> {
            JsonNode id = entry.getValue();
            boolean fits = id.isInt() && id.asInt() >= 0 && id.asInt() < MOST_TOKENS;
            require(fits, "the id of token %s must be in [0, %d), got %s", entry.getKey(), MOST_TOKENS, id);
            require(seen.add(id.asInt()), "id %d has two tokens, one of them %s", id.asInt(), entry.getKey());
            length(entry.getKey());
        });
    }

    private void length(String token) {
        require(token.length() <= MOST_CHARACTERS, "a token must have at most %d characters", MOST_CHARACTERS);
    }

    private void words() {
        ids();
        JsonNode most = model.path("max_input_chars_per_word");
        boolean fits = most.isMissingNode() || (most.isInt() && most.asInt() >= 0 && most.asInt() <= MOST_WORD);
        require(fits, "max_input_chars_per_word must be in [0, %d], got %s", MOST_WORD, most);
        String unknown = model.path("unk_token").asText("[UNK]");
        require(model.path("vocab").has(unknown), "the vocabulary needs the unk_token %s", unknown);
    }

    private void pairs() {
        ids();
        JsonNode dropout = model.path("dropout");
        boolean none = dropout.isMissingNode() || dropout.isNull();
        require(none || dropout.asDouble(-1) == 0, "dropout must be null, got %s", dropout);
        String prefix = model.path("continuing_subword_prefix").asText("");
        JsonNode vocab = model.path("vocab");
        for (JsonNode merge : model.path("merges")) {
            String[] pair = merge.isTextual()
                    ? merge.asText().split(" ", -1)
                    : new String[] {merge.path(0).asText(""), merge.path(1).asText("")};
            require(
                    pair.length == 2 && !pair[0].isEmpty() && !pair[1].isEmpty(),
                    "a merge needs two tokens, got %s",
                    merge);
            boolean known = vocab.has(pair[0]) && vocab.has(pair[1]);
            require(known, "the vocabulary lacks a part of the merge %s", merge);
            require(
                    prefix.isEmpty() || model.path("continuing_subword_prefix").isNull() || pair[1].startsWith(prefix),
                    "the second part of the merge %s must begin with %s",
                    merge,
                    prefix);
        }
    }

    private void scores() {
        JsonNode vocab = model.path("vocab");
        require(vocab.isArray() && !vocab.isEmpty(), "the vocabulary must be a list, got %s", vocab.getNodeType());
        require(
                vocab.size() < MOST_TOKENS,
                "a vocabulary must have fewer than %d tokens, got %d",
                MOST_TOKENS,
                vocab.size());
        for (JsonNode entry : vocab) {
            double score = entry.path(1).asDouble(Double.NaN);
            boolean fits = entry.size() == 2 && entry.path(0).isTextual() && Math.abs(score) <= MOST_SCORE;
            require(fits, "an entry needs a token and a score, got %s", entry);
            require(!entry.path(0).asText().isEmpty(), "a token must not be empty, got %s", entry);
            length(entry.path(0).asText());
        }
        JsonNode unknown = model.path("unk_id");
        boolean fits = unknown.isInt() && unknown.asInt() >= 0 && unknown.asInt() < vocab.size();
        require(fits, "unk_id must be in [0, %d), got %s", vocab.size(), unknown);
    }

    @FormatMethod
    private void require(boolean holds, @FormatString String rule, Object... values) {
        if (!holds) {
            throw Refusal.at(place, rule, values);
        }
    }
}
