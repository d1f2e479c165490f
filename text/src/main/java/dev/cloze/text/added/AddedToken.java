package dev.cloze.text.added;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;

/**
 * A token that is looked for in text before anything else is cut, as the Hugging Face library has it.
 *
 * @param content how it is written
 * @param lstrip whether it takes the white space before it
 * @param rstrip whether it takes the white space behind it
 * @param singleWord whether it must not touch a letter or digit
 * @param normalized whether it is looked for in the normal form of a text, in its own normal form, instead of in the text
 * @param special whether it says something about a text instead of being part of it
 */
public record AddedToken(
        String content, boolean lstrip, boolean rstrip, boolean singleWord, boolean normalized, boolean special) {

    private static final int MOST_CHARACTERS = 4096;

    /** Checks the length. */
    public AddedToken {
        Refusal.require(
                content.length() <= MOST_CHARACTERS,
                "an added token must have at most %d characters, got %d",
                MOST_CHARACTERS,
                content.length());
    }

    /** A special token found wherever it stands. */
    public static AddedToken special(String content) {
        return new AddedToken(content, false, false, false, false, true);
    }

    /** A token of {@code added_tokens}, {@code added_tokens_decoder} or {@code special_tokens_map.json}. */
    public static AddedToken parse(JsonNode said, boolean special, String place) {
        JsonNode content = said.path("content");
        if (!content.isTextual()) {
            throw Refusal.at(place, "an added token needs its content, got %s", said);
        }
        boolean isSpecial = flag(said, "special", special, place);
        return new AddedToken(
                content.asText(),
                flag(said, "lstrip", false, place),
                flag(said, "rstrip", false, place),
                flag(said, "single_word", false, place),
                flag(said, "normalized", !isSpecial, place),
                isSpecial);
    }

    private static boolean flag(JsonNode said, String name, boolean otherwise, String place) {
        JsonNode flag = said.path(name);
        if (!(flag.isMissingNode() || flag.isNull() || flag.isBoolean())) {
            throw Refusal.at(place, "%s of an added token must be true or false, got %s", name, flag);
        }
        return flag.asBoolean(otherwise);
    }

    /** Writes the token's flags into {@code node}. */
    public ObjectNode into(ObjectNode node) {
        node.put("content", content).put("single_word", singleWord).put("lstrip", lstrip);
        return node.put("rstrip", rstrip).put("normalized", normalized).put("special", special);
    }
}
