package dev.cloze.text;

import com.fasterxml.jackson.databind.JsonNode;

/** What the parts of a text between added tokens begin with, by the way in which transformers made the folder. */
enum SegmentStyle {
    /** Each part with a space of its own. */
    ALWAYS("always"),
    /** The first with a space of its own, if it begins the text. */
    FIRST("first"),
    /** None. */
    NEVER("never"),
    /** Each word with one; words are what white space parts, as transformers 5 does with T5. */
    WORDS("always");

    private final String scheme;

    SegmentStyle(String scheme) {
        this.scheme = scheme;
    }

    /** The name of the scheme in a {@code tokenizer.json}. */
    String scheme() {
        return scheme;
    }

    /** The style of a folder; {@code json} is its {@code tokenizer.json} if it has one. */
    static SegmentStyle of(JsonNode json, FolderTokens folder) {
        JsonNode config = folder.config();
        JsonNode said = json.path("pre_tokenizer");
        if (said.isObject() && !config.path("add_prefix_space").isBoolean()) {
            return of(said);
        }
        if (folder.isVersion5()) {
            return WORDS;
        }
        // Version 4 takes null, which it writes where nobody said anything, for false when it has no tokenizer.json.
        if (config.path("add_prefix_space").isNull() || !folder.flag("add_prefix_space", true)) {
            return NEVER;
        }
        return folder.flag("legacy", true) ? ALWAYS : FIRST;
    }

    private static SegmentStyle of(JsonNode pre) {
        boolean words = false;
        JsonNode spaces = pre;
        for (JsonNode each : pre.path("pretokenizers")) {
            words |= each.path("type").asText().equals("WhitespaceSplit");
            spaces = each.path("type").asText().equals("Metaspace") ? each : spaces;
        }
        if (words) {
            return WORDS;
        }
        boolean prefix = spaces.path("add_prefix_space").asBoolean(true);
        return switch (spaces.path("prepend_scheme").asText(prefix ? "always" : "never")) {
            case "first" -> FIRST;
            case "never" -> NEVER;
            default -> ALWAYS;
        };
    }

    /** Whether a part that begins the text or not has a space of its own. */
    boolean hasSpace(boolean beginsText) {
        return this == ALWAYS || this == WORDS || (this == FIRST && beginsText);
    }
}
