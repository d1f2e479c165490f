package dev.cloze.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.Refusal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tokens of a {@code tokenizer.json} by id, and which of them are reserved. */
final class TokenList {

    private static final int MOST_TOKENS = 1 << 22;
    private static final Pattern SENTINEL = Pattern.compile("<extra_id_(\\d{1,6})>");

    private static final List<String> ENDS = List.of("</s>", "[SEP]", "<|endoftext|>", "<|im_end|>", "<eos>");
    private static final List<String> PADDINGS = List.of("<pad>", "[PAD]", "<|padding|>");
    private static final List<String> UNKNOWNS = List.of("<unk>", "[UNK]");

    private final List<String> texts;
    private final Vocabulary vocabulary;

    private TokenList(List<String> texts, Vocabulary vocabulary) {
        this.texts = texts;
        this.vocabulary = vocabulary;
    }

    /** Reads model and added tokens; padding, end and unknown as {@code folder} says, else by their usual names. */
    static TokenList of(JsonNode json, FolderTokens folder, String place) {
        Map<String, Integer> ids = ids(json, place);
        List<String> texts = texts(ids, place);
        int end = find(ids, folder.named("eos_token"), ENDS, -1);
        end = end >= 0 ? end : texts.size() - 1;
        int padding = find(ids, folder.named("pad_token"), PADDINGS, end);
        int unknown = find(ids, folder.named("unk_token"), UNKNOWNS, end);
        return new TokenList(texts, new Vocabulary(texts.size(), padding, end, unknown, sentinels(ids)));
    }

    /** The ids of all tokens, those that were added too. */
    static Map<String, Integer> ids(JsonNode json, String place) {
        Map<String, Integer> ids = new HashMap<>();
        JsonNode vocab = json.path("model").path("vocab");
        vocab.properties().forEach(entry -> ids.put(entry.getKey(), id(entry.getValue(), entry.getKey(), place)));
        for (int id = 0; vocab.isArray() && id < vocab.size(); id++) {
            ids.putIfAbsent(vocab.get(id).path(0).asText(), id);
        }
        for (JsonNode added : json.path("added_tokens")) {
            String content = added.path("content").asText();
            ids.put(content, id(added.path("id"), content, place));
        }
        return ids;
    }

    private static int id(JsonNode said, String token, String place) {
        if (!said.isInt() || said.asInt() < 0 || said.asInt() >= MOST_TOKENS) {
            throw Refusal.at(place, "the id of token %s must be in [0, %d), got %s", token, MOST_TOKENS, said);
        }
        return said.asInt();
    }

    private static List<String> texts(Map<String, Integer> ids, String place) {
        int last = ids.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
        int first = ids.values().stream().mapToInt(Integer::intValue).min().orElse(-1);
        if (first < 0 || last >= MOST_TOKENS) {
            throw Refusal.at(place, "needs tokens with ids from 0 to %d, got %d to %d", MOST_TOKENS - 1, first, last);
        }
        List<String> texts = new ArrayList<>(Collections.nCopies(last + 1, ""));
        ids.forEach((text, id) -> texts.set(id, text));
        return texts;
    }

    private static int find(Map<String, Integer> ids, String named, List<String> usual, int otherwise) {
        Integer id = ids.get(named);
        for (int i = 0; id == null && i < usual.size(); i++) {
            id = ids.get(usual.get(i));
        }
        return id == null ? otherwise : id;
    }

    private static Sentinels sentinels(Map<String, Integer> ids) {
        Map<Integer, Integer> numbered = new TreeMap<>();
        ids.forEach((text, id) -> {
            Matcher form = SENTINEL.matcher(text);
            if (form.matches()) {
                numbered.put(Integer.parseInt(form.group(1)), id);
            }
        });
        List<Integer> inOrder = new ArrayList<>();
        for (Integer id = numbered.get(0); id != null; id = numbered.get(inOrder.size())) {
            inOrder.add(id);
        }
        return Sentinels.of(inOrder.stream().mapToInt(Integer::intValue).toArray());
    }

    boolean has(int id) {
        return id >= 0 && id < texts.size();
    }

    String text(int id) {
        return texts.get(id);
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }
}
