package dev.cloze.generate.options;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Options under transformers' names, as in {@code generation_config.json}.
 *
 * @param options what they say
 * @param ignored names of settings that Cloze does not know and that are not at rest
 */
public record TransformersOptions(GenerationOptions options, List<String> ignored) {

    /** Settings that say nothing about which tokens are chosen, or that are read elsewhere. */
    private static final Set<String> QUIET = Set.of(
            "_from_model_config",
            "bos_token_id",
            "cache_implementation",
            "decoder_start_token_id",
            "eos_token_id",
            "output_attentions",
            "output_hidden_states",
            "output_logits",
            "output_scores",
            "pad_token_id",
            "return_dict_in_generate",
            "transformers_version",
            "use_cache");

    private static final int DEFAULT_MAX_LENGTH = 20;

    /** Takes an unmodifiable copy. */
    public TransformersOptions {
        ignored = List.copyOf(ignored);
    }

    /** Reads {@code json}; {@code place} is named in refusals, {@code seed} is what sampling depends on. */
    public static TransformersOptions parse(JsonNode json, Seed seed, String place) {
        Reader reader = new Reader(json, place);
        boolean newOnes = reader.has("max_new_tokens");
        int length = newOnes ? 0 : reader.integer("max_length", DEFAULT_MAX_LENGTH);
        int maxTokens = newOnes ? reader.integer("max_new_tokens", 1) : length - 1;
        TokenRules rules = TokenRules.NONE
                .withRepetitionPenalty(reader.number("repetition_penalty", 1))
                .withNoRepeatNgram(reader.integer("no_repeat_ngram_size", 0))
                .withNoCopyNgram(reader.integer("encoder_no_repeat_ngram_size", 0))
                .withBadWords(reader.runs("bad_words_ids"))
                .withSuppressed(Set.copyOf(reader.integers("suppress_tokens")))
                .with(edges(reader))
                .with(bias(reader));
        int candidates = reader.integer("num_return_sequences", 1);
        List<Integer> ends = reader.integers("eos_token_id"); // of several, or the one that the model's config names
        Stops stops = new Stops(Set.copyOf(ends), reader.strings("stop_strings"), length);
        GenerationOptions options =
                new GenerationOptions(maxTokens, decoding(reader, seed), rules, stops, candidates, false);
        return new TransformersOptions(options, reader.unread());
    }

    private static TokenRules.Edges edges(Reader reader) {
        return new TokenRules.Edges(
                reader.integer("min_new_tokens", 0),
                reader.integer("min_length", 0),
                Set.copyOf(reader.integers("begin_suppress_tokens")),
                reader.integer("forced_bos_token_id", -1),
                reader.integers("forced_eos_token_id").stream().findFirst().orElse(-1));
    }

    private static LogitBias bias(Reader reader) {
        List<Double> decay = reader.numbers("exponential_decay_length_penalty", 2);
        LogitBias.LengthDecay pull = decay.isEmpty()
                ? LogitBias.LengthDecay.NONE
                : new LogitBias.LengthDecay(decay.get(0).intValue(), decay.get(1));
        return new LogitBias(
                reader.number("encoder_repetition_penalty", 1),
                reader.biases("sequence_bias"),
                pull,
                reader.truth("renormalize_logits"));
    }

    private static Decoding decoding(Reader reader, Seed seed) {
        int beams = reader.integer("num_beams", 1);
        Decoding.Cut cut = new Decoding.Cut(
                reader.integer("top_k", 50),
                reader.number("top_p", 1),
                reader.number("min_p", 0),
                reader.number("typical_p", 1));
        double temperature = reader.number("temperature", 1);
        double penalty = reader.number("length_penalty", 1);
        Decoding.BeamStopping patience = reader.patience();
        boolean sampled = reader.truth("do_sample");
        if (beams > 1) {
            Refusal.require(!sampled, "%s: do_sample and num_beams together are not supported", reader.place);
            return new Decoding.BeamSearch(beams, penalty, patience);
        }
        return sampled ? new Decoding.Sampling(temperature, cut, seed) : new Decoding.Greedy();
    }

    /** Values by name, with a memory of which were asked for. */
    private static final class Reader {
        private final JsonNode json;
        private final String place;
        private final Set<String> read = new HashSet<>(QUIET);

        Reader(JsonNode json, String place) {
            this.json = json;
            this.place = place;
        }

        boolean has(String name) {
            return json.hasNonNull(name);
        }

        private JsonNode at(String name) {
            read.add(name);
            JsonNode value = json.path(name);
            return value.isNull() ? JsonNodeFactory.instance.missingNode() : value;
        }

        int integer(String name, int otherwise) {
            JsonNode value = at(name);
            check(value.isMissingNode() || value.canConvertToInt(), name, "an integer", value);
            return value.asInt(otherwise);
        }

        double number(String name, double otherwise) {
            JsonNode value = at(name);
            check(value.isMissingNode() || value.isNumber(), name, "a number", value);
            return value.asDouble(otherwise);
        }

        boolean truth(String name) {
            return at(name).asBoolean(false);
        }

        Decoding.BeamStopping patience() {
            JsonNode value = at("early_stopping");
            if (value.isTextual()) {
                check(value.asText().equals("never"), "early_stopping", "true, false or never", value);
                return Decoding.BeamStopping.IMPOSSIBLE;
            }
            return value.asBoolean(false) ? Decoding.BeamStopping.FIRST : Decoding.BeamStopping.UNLIKELY;
        }

        /** Of a list, or a number alone. */
        List<Integer> integers(String name) {
            JsonNode value = at(name);
            List<Integer> numbers = new ArrayList<>();
            elements(value).forEach(element -> {
                check(element.canConvertToInt(), name, "a list of integers", value);
                numbers.add(element.asInt());
            });
            return numbers;
        }

        private static Iterable<JsonNode> elements(JsonNode value) {
            return value.isArray() || value.isMissingNode() ? value : List.of(value);
        }

        /** None, or {@code count} of them. */
        List<Double> numbers(String name, int count) {
            JsonNode value = at(name);
            List<Double> numbers = new ArrayList<>();
            value.forEach(element -> numbers.add(element.asDouble(Double.NaN)));
            boolean whole = numbers.size() == count && numbers.stream().noneMatch(number -> number.isNaN());
            check(value.isMissingNode() || whole, name, "a list of %d numbers".formatted(count), value);
            return numbers;
        }

        /** {@code [[[ids], bias], …]}. */
        Map<Tokens, Double> biases(String name) {
            JsonNode value = list(name, "a list of [[ids], number]");
            Map<Tokens, Double> biases = new HashMap<>();
            value.forEach(pair -> {
                boolean whole = pair.size() == 2
                        && pair.path(0).size() > 0
                        && pair.path(1).isNumber();
                check(whole, name, "a list of [[ids], number]", value);
                biases.put(run(pair.path(0)), pair.path(1).asDouble());
            });
            return biases;
        }

        List<String> strings(String name) {
            JsonNode value = at(name);
            List<String> texts = new ArrayList<>();
            value.forEach(text -> texts.add(text.asText()));
            return value.isTextual() ? List.of(value.asText()) : texts;
        }

        List<Tokens> runs(String name) {
            List<Tokens> runs = new ArrayList<>();
            list(name, "a list of lists of ids").forEach(run -> {
                check(run.isArray(), name, "a list of lists of ids", run);
                runs.add(run(run));
            });
            return runs;
        }

        private JsonNode list(String name, String rule) {
            JsonNode value = at(name);
            check(value.isMissingNode() || value.isArray(), name, rule, value);
            return value;
        }

        private static Tokens run(JsonNode ids) {
            Tokens run = Tokens.EMPTY;
            for (JsonNode id : ids) {
                run = run.append(id.asInt());
            }
            return run;
        }

        List<String> unread() {
            List<String> names = new ArrayList<>();
            json.fieldNames().forEachRemaining(name -> {
                if (!read.contains(name) && !json.path(name).isNull()) {
                    names.add(name);
                }
            });
            return names;
        }

        private void check(boolean holds, String name, String rule, JsonNode value) {
            if (!holds) {
                throw Refusal.at(place, "%s must be %s, got %s", name, rule, value);
            }
        }
    }
}
