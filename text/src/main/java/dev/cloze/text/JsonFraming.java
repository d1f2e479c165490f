package dev.cloze.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.Refusal;
import java.util.ArrayList;
import java.util.List;

/** What the {@code post_processor} of a {@code tokenizer.json} sets around a text. */
final class JsonFraming {

    private static final int MOST_PARTS = 64;

    private final String place;
    private final int ids;

    private JsonFraming(String place, int ids) {
        this.place = place;
        this.ids = ids;
    }

    /** Reads it for a vocabulary of so many {@code ids}. */
    static Framing of(JsonNode processor, int ids, String place) {
        return new JsonFraming(place, ids).read(processor);
    }

    private Framing read(JsonNode processor) {
        return switch (processor.path("type").asText()) {
            case "TemplateProcessing" -> template(processor);
            case "BertProcessing", "RobertaProcessing" ->
                new Framing(
                        Tokens.of(id(processor.path("cls").path(1))),
                        Tokens.of(id(processor.path("sep").path(1))));
            case "Sequence" -> sequence(processor.path("processors"));
            default -> Framing.NONE;
        };
    }

    private Framing sequence(JsonNode processors) {
        Framing all = Framing.NONE;
        for (JsonNode each : processors) {
            Framing next = read(each);
            all = new Framing(next.prefix().concat(all.prefix()), all.suffix().concat(next.suffix()));
        }
        return all;
    }

    private Framing template(JsonNode processor) {
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        List<Integer> current = before;
        for (JsonNode part : processor.path("single")) {
            if (part.has("Sequence")) {
                current = after;
                continue;
            }
            String name = part.path("SpecialToken").path("id").asText();
            for (JsonNode id : processor.path("special_tokens").path(name).path("ids")) {
                current.add(id(id));
            }
        }
        Refusal.require(
                before.size() + after.size() <= MOST_PARTS, "a text's frame must have at most %d ids", MOST_PARTS);
        return new Framing(tokens(before), tokens(after));
    }

    private int id(JsonNode said) {
        if (!said.isInt() || said.asInt() < 0 || said.asInt() >= ids) {
            throw Refusal.at(place, "an id of post_processor must be in [0, %d), got %s", ids, said);
        }
        return said.asInt();
    }

    private static Tokens tokens(List<Integer> ids) {
        return Tokens.of(ids.stream().mapToInt(Integer::intValue).toArray());
    }
}
