package dev.cloze.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.cloze.Refusal;
import dev.cloze.text.sentencepiece.model.CharacterMap;
import java.util.Base64;
import java.util.List;

/**
 * What a {@code tokenizer.json} must keep to before the native library gets it: that one takes much on trust, and a fault in it
 * ends the whole process.
 */
final class JsonRules {

    private static final int MOST_PARTS = 64;
    private static final int MOST_CHARACTERS = 1000;
    private static final int MOST_REPEATS = 64;
    private static final double MOST_GROWTH = 4096;

    private static final List<String> NORMALIZERS = List.of(
            "Sequence",
            "BertNormalizer",
            "NFC",
            "NFD",
            "NFKC",
            "NFKD",
            "Lowercase",
            "Strip",
            "StripAccents",
            "Nmt",
            "Precompiled",
            "Replace",
            "Prepend",
            "ByteLevel");
    private static final List<String> PRE_TOKENIZERS = List.of(
            "Sequence",
            "BertPreTokenizer",
            "ByteLevel",
            "CharDelimiterSplit",
            "Digits",
            "FixedLength",
            "Metaspace",
            "Punctuation",
            "Split",
            "UnicodeScripts",
            "Whitespace",
            "WhitespaceSplit");
    private static final List<String> POST_PROCESSORS =
            List.of("Sequence", "BertProcessing", "RobertaProcessing", "ByteLevel", "TemplateProcessing");
    private static final List<String> DECODERS = List.of(
            "Sequence",
            "BPEDecoder",
            "ByteFallback",
            "ByteLevel",
            "CTC",
            "Fuse",
            "Metaspace",
            "Replace",
            "Strip",
            "WordPiece");

    private final String place;
    private int parts;
    private double growth = 1;

    private JsonRules(String place) {
        this.place = place;
    }

    /** Refuses a file that breaks a rule. */
    static void check(JsonNode json, String place) {
        JsonModelRules.check(json.path("model"), place);
        JsonRules rules = new JsonRules(place);
        rules.section(json, "normalizer", "normalizers", NORMALIZERS);
        rules.section(json, "pre_tokenizer", "pretokenizers", PRE_TOKENIZERS);
        rules.section(json, "post_processor", "processors", POST_PROCESSORS);
        rules.growth = 1;
        rules.section(json, "decoder", "decoders", DECODERS);
    }

    private void section(JsonNode json, String name, String inner, List<String> known) {
        JsonNode section = json.path(name);
        if (section.isMissingNode() || section.isNull()) {
            return;
        }
        parts = 0;
        part(section, name, inner, known);
    }

    private void part(JsonNode part, String name, String inner, List<String> known) {
        String type = part.path("type").asText("");
        parts++;
        require(known.contains(type), "%s must be one of %s, got %s", name, known, type);
        require(parts <= MOST_PARTS, "%s must have at most %d parts", name, MOST_PARTS);
        for (JsonNode each : part.path(inner)) {
            part(each, name, inner, known);
        }
        switch (type) {
            case "Replace", "Split" -> pattern(part);
            case "Precompiled" -> characterMap(part.path("precompiled_charsmap"));
            case "Prepend" -> grow(part.path("prepend").asText("").length());
            case "FixedLength" -> natural(part, "length");
            case "TemplateProcessing" -> template(part);
            case "BertProcessing", "RobertaProcessing" -> ends(part);
            default -> {}
        }
    }

    private void pattern(JsonNode part) {
        JsonNode pattern = part.path("pattern");
        String text = pattern.path("String").asText(pattern.path("Regex").asText(""));
        require(!text.isEmpty(), "a pattern must not be empty, got %s", pattern);
        require(text.length() <= MOST_CHARACTERS, "a pattern must have at most %d characters", MOST_CHARACTERS);
        grow(part.path("content").asText("").length());
        if (pattern.has("Regex")) {
            regex(text);
        }
    }

    /** Texts would grow without bound if one part after another put more in place of what it finds. */
    private void grow(int characters) {
        require(characters <= MOST_CHARACTERS, "a replacement must have at most %d characters", MOST_CHARACTERS);
        growth *= Math.max(1, characters);
        require(
                growth <= MOST_GROWTH,
                "all replacements together must not make a text over %.0f times as long",
                MOST_GROWTH);
    }

    // A repeated group whose inside repeats takes time beyond any bound on some texts; no tokenizer that is known needs
    // one.
    private void regex(String regex) {
        int repeats = 0;
        boolean inClass = false;
        char before = 0;
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (c == '\\') {
                i++;
                before = 'x';
                continue;
            }
            inClass = c == '[' || (inClass && c != ']');
            boolean repeat = !inClass && isUnbounded(regex, i);
            repeats += repeat ? 1 : 0;
            require(!(repeat && before == ')'), "a group must not be repeated without bound, in the pattern %s", regex);
            before = c;
        }
        require(repeats <= MOST_REPEATS, "a pattern must have at most %d repetitions", MOST_REPEATS);
    }

    private static boolean isUnbounded(String regex, int at) {
        char c = regex.charAt(at);
        return c == '*'
                || c == '+'
                || (c == '{' && regex.substring(at).matches("(?s)\\{\\d*,\\}.*|\\{\\d{3,}.*|\\{\\d*,\\d{3,}.*"));
    }

    private void characterMap(JsonNode said) {
        try {
            String mapPlace = place + ": precompiled_charsmap";
            CharacterMap.read(Base64.getDecoder().decode(said.asText("")), mapPlace)
                    .checkWhole(mapPlace);
        } catch (IllegalArgumentException e) {
            throw Refusal.because(e, place, "precompiled_charsmap must be base64");
        }
    }

    private void natural(JsonNode part, String name) {
        JsonNode number = part.path(name);
        require(number.isInt() && number.asInt() > 0, "%s must be a whole number above 0, got %s", name, number);
    }

    private void template(JsonNode part) {
        part.path("special_tokens").properties().forEach(entry -> {
            JsonNode ids = entry.getValue().path("ids");
            JsonNode tokens = entry.getValue().path("tokens");
            boolean even = ids.isArray() && !ids.isEmpty() && ids.size() == tokens.size();
            require(even, "%s in special_tokens needs as many ids as tokens, got %s", entry.getKey(), entry.getValue());
        });
        for (String order : List.of("single", "pair")) {
            long texts = 0;
            for (JsonNode each : part.path(order)) {
                texts += each.path("Sequence").path("id").asText().equals("A") ? 1 : 0;
                String name = each.path("SpecialToken").path("id").asText("");
                require(
                        each.has("Sequence") || part.path("special_tokens").has(name),
                        "%s names %s, which special_tokens lacks",
                        order,
                        each);
            }
            require(texts == 1, "%s must have the sequence A once, got %s", order, part.path(order));
        }
    }

    private void ends(JsonNode part) {
        for (String end : List.of("sep", "cls")) {
            JsonNode said = part.path(end);
            boolean pair =
                    said.size() == 2 && said.path(0).isTextual() && said.path(1).isInt();
            require(pair, "%s must be a token and its id, got %s", end, said);
        }
    }

    @FormatMethod
    private void require(boolean holds, @FormatString String rule, Object... values) {
        if (!holds) {
            throw Refusal.at(place, rule, values);
        }
    }
}
