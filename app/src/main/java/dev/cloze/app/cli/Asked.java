package dev.cloze.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.generate.options.TransformersOptions;
import dev.cloze.text.Tokens;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Settings of generation under transformers' names: those of a model's folder, and what a user asks for over them. */
final class Asked {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode settings = JSON.createObjectNode();
    private final Set<String> own = new HashSet<>();

    /** Those that a model's folder has. */
    Asked(ObjectNode ofFolder) {
        settings.setAll(ofFolder);
    }

    void put(String name, int value) {
        settings.put(name, value);
    }

    void put(String name, double value) {
        settings.put(name, value);
    }

    void put(String name, boolean value) {
        settings.put(name, value);
    }

    /** Adds texts to a list of them. */
    void texts(String name, List<String> texts) {
        if (!texts.isEmpty()) {
            texts.forEach(list(name)::add);
        }
    }

    /** Adds runs of tokens to a list of them. */
    void runs(String name, List<Tokens> runs) {
        runs.forEach(run -> {
            ArrayNode ids = list(name).addArray();
            run.stream().forEach(ids::add);
        });
    }

    private ArrayNode list(String name) {
        return settings.path(name) instanceof ArrayNode list ? list : settings.putArray(name);
    }

    /** {@code name=value}, the value in JSON; what is no JSON is text. */
    void option(String said) {
        int equals = said.indexOf('=');
        Refusal.require(equals > 0, "--option must be name=value, got '%s'", said);
        String name = said.substring(0, equals);
        settings.set(name, value(said.substring(equals + 1)));
        own.add(name);
    }

    private static JsonNode value(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.getNodeFactory().textNode(text);
        }
    }

    /** What they mean; a setting that is unknown and was asked for is refused, one of the folder's is left alone. */
    GenerationOptions parsed(Seed seed) {
        TransformersOptions parsed = TransformersOptions.parse(settings, seed, "generation");
        parsed.ignored().stream().filter(own::contains).findFirst().ifPresent(name -> {
            throw Refusal.at("--option", "'%s' is not a setting of generation", name);
        });
        return parsed.options();
    }
}
