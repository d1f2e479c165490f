package dev.cloze.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.text.added.AddedToken;
import dev.cloze.text.added.AddedTokens;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** A {@code tokenizer.json} together with what the files beside it say, as transformers puts the two together. */
final class JsonForm {

    private final ObjectNode json;
    private final FolderTokens folder;
    private final String place;
    private final Map<String, Integer> vocabulary = new HashMap<>();

    private JsonForm(ObjectNode json, FolderTokens folder, String place) {
        this.json = json;
        this.folder = folder;
        this.place = place;
    }

    /** Puts what {@code folder} says into {@code json}. */
    static ObjectNode with(ObjectNode json, FolderTokens folder, String place) {
        JsonForm form = new JsonForm(json, folder, place);
        form.readVocabulary();
        form.addTokens();
        form.setSpaces();
        form.setLetters();
        form.setFraming();
        return json;
    }

    private void readVocabulary() {
        JsonNode vocab = json.path("model").path("vocab");
        for (int id = 0; vocab.isArray() && id < vocab.size(); id++) {
            vocabulary.putIfAbsent(vocab.get(id).path(0).asText(), id);
        }
        vocab.properties()
                .forEach(
                        entry -> vocabulary.put(entry.getKey(), entry.getValue().asInt()));
    }

    private void addTokens() {
        int size = json.path("model").path("vocab").size();
        AddedTokens tokens = new AddedTokens(new AddedTokens.Base() {
            @Override
            public OptionalInt id(String content) {
                Integer id = vocabulary.get(content);
                return id == null ? OptionalInt.empty() : OptionalInt.of(id);
            }

            @Override
            public int size() {
                return size;
            }
        });
        for (JsonNode token : json.path("added_tokens")) {
            tokens.add(AddedToken.parse(token, false, place));
            checkId(token, tokens);
        }
        folder.readJson(json.path("added_tokens"), place);
        folder.addTo(tokens);
        ArrayNode all = json.putArray("added_tokens");
        tokens.byId().forEach((id, token) -> all.add(token.into(all.objectNode().put("id", id))));
    }

    private void checkId(JsonNode token, AddedTokens tokens) {
        int id = tokens.id(token.path("content").asText()).orElse(-1);
        if (token.path("id").asInt(-1) != id && id >= 0) {
            throw Refusal.at(
                    place,
                    "added token %s must have the next id, %d, got %s",
                    token.path("content"),
                    id,
                    token.path("id"));
        }
    }

    // GPT-2's and BART's words begin with a space, the first too where the folder says so.
    private void setSpaces() {
        boolean known = folder.type() == TokenizerClass.GPT2 || folder.type() == TokenizerClass.BART;
        JsonNode level = json.path("pre_tokenizer");
        if (known && level.path("type").asText().equals("ByteLevel")) {
            ((ObjectNode) level).put("add_prefix_space", folder.flag("add_prefix_space", false));
        }
    }

    private void setLetters() {
        JsonNode normaliser = json.path("normalizer");
        if (folder.type() == TokenizerClass.BERT
                && normaliser.path("type").asText().equals("BertNormalizer")) {
            OlderFiles.setLetters((ObjectNode) normaliser, folder);
        }
    }

    private void setFraming() {
        boolean ofClass = folder.type() == TokenizerClass.BART || folder.type() == TokenizerClass.BERT;
        if (json.path("post_processor").isObject() && !(ofClass && folder.isVersion5())) {
            return;
        }
        switch (folder.type()) {
            case BART, BERT -> frame(folder.named("cls_token"), folder.named("sep_token"));
            case T5, BYT5 -> frame("", folder.named("eos_token"));
            case GPT2, OTHER ->
                frame(
                        folder.flag("add_bos_token", false) ? folder.named("bos_token") : "",
                        folder.flag("add_eos_token", false) ? folder.named("eos_token") : "");
        }
    }

    private void frame(String before, String after) {
        Map<String, Integer> ids = TokenList.ids(json, place);
        ObjectNode template = json.objectNode().put("type", "TemplateProcessing");
        ObjectNode special = json.objectNode();
        for (ArrayNode order : new ArrayNode[] {template.putArray("single"), template.putArray("pair")}) {
            part(order, special, before, ids);
            order.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
            part(order, special, after, ids);
        }
        ArrayNode pair = (ArrayNode) template.path("pair");
        pair.addObject().putObject("Sequence").put("id", "B").put("type_id", 0);
        part(pair, special, after, ids);
        template.set("special_tokens", special);
        json.set("post_processor", template);
    }

    private static void part(ArrayNode order, ObjectNode special, String token, Map<String, Integer> ids) {
        Integer id = ids.get(token);
        if (id == null) {
            return;
        }
        order.addObject().putObject("SpecialToken").put("id", token).put("type_id", 0);
        ObjectNode entry = special.putObject(token).put("id", token);
        entry.putArray("ids").add(id);
        entry.putArray("tokens").add(token);
    }
}
