package dev.cloze.app.cli.option;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.generate.options.Decoding;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.generate.options.TransformersOptions;
import dev.cloze.generate.options.TransformersSettings;
import dev.cloze.text.Tokens;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Settings of generation under transformers' names: those of a model's folder, and what a user asks for over them. */
final class AskedSettings {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    // As Python writes them.
    private static final Map<String, String> PYTHON = Map.of("True", "true", "False", "false", "None", "null");

    private static final Set<String> OF_SAMPLING = Set.of("min_p", "temperature", "top_k", "top_p", "typical_p");
    private static final Set<String> OF_BEAMS = Set.of("early_stopping", "length_penalty");

    private final ObjectNode settings = JSON.createObjectNode();
    private final Set<String> own = new HashSet<>();

    /** Those that a model's folder has. */
    AskedSettings(ObjectNode ofFolder) {
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
        JsonNode said = settings.path(name);
        if (said instanceof ArrayNode list) {
            return list;
        }
        ArrayNode list = settings.putArray(name);
        return said.isTextual() ? list.add(said) : list;
    }

    /** {@code name=value}, the value in JSON or as Python writes it; what is neither is text. */
    void option(String said) {
        int equals = said.indexOf('=');
        Refusal.require(equals > 0, "--option must be name=value, got '%s'", said);
        String name = said.substring(0, equals);
        if (TransformersSettings.isWithoutEffect(name)) {
            throw Refusal.at("--option", "'%s' changes no text and is not taken", name);
        }
        if (!TransformersSettings.follows(name)) {
            throw Refusal.at("--option", "'%s' is not a setting of generation that is followed", name);
        }
        settings.set(name, value(said.substring(equals + 1)));
        own.add(name);
    }

    private static JsonNode value(String text) {
        try {
            JsonNode value = JSON.readTree(PYTHON.getOrDefault(text, text));
            return value.isMissingNode() ? JSON.getNodeFactory().textNode(text) : value;
        } catch (JsonProcessingException e) {
            return JSON.getNodeFactory().textNode(text);
        }
    }

    /**
     * What they mean. What was asked for acts or is refused; what a folder says and is not followed is told of once.
     *
     * @param vocab the model's ids
     * @param notes hears a line about the folder's settings that are not followed, if there are any
     */
    GenerationOptions parsed(Seed seed, int vocab, Consumer<String> notes) {
        TransformersOptions parsed = TransformersOptions.parse(settings, seed, "generation");
        GenerationOptions options = parsed.options();
        requireUse(OF_SAMPLING, options.decoding() instanceof Decoding.Sampling, "do_sample=true");
        requireUse(OF_BEAMS, options.decoding() instanceof Decoding.BeamSearch, "num_beams above 1");
        options.requireIdsBelow(vocab);
        parsed.note().ifPresent(notes);
        return options;
    }

    private void requireUse(Set<String> names, boolean used, String by) {
        names.stream().filter(name -> own.contains(name) && !used).findFirst().ifPresent(name -> {
            throw Refusal.at("--option", "'%s' does nothing without %s", name, by);
        });
    }
}
