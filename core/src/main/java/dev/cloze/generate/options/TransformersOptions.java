package dev.cloze.generate.options;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.Shown;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Options under transformers' names, as in {@code generation_config.json}.
 *
 * @param options what they say
 * @param ignored names of settings that Cloze does not follow and that are not at rest
 */
public record TransformersOptions(GenerationOptions options, List<String> ignored) {

    private static final int DEFAULT_MAX_LENGTH = 20;
    private static final int SHOWN = 20; // names in a note

    /** Takes an unmodifiable copy. */
    public TransformersOptions {
        ignored = List.copyOf(ignored);
    }

    /**
     * Reads {@code json}.
     *
     * @param seed what sampling depends on
     * @param place is named in refusals
     * @throws Refusal if a setting is not of its kind, or not in its range
     */
    public static TransformersOptions parse(JsonNode json, Seed seed, String place) {
        SettingReader reader = new SettingReader(json, place);
        try {
            return new TransformersOptions(options(reader, seed), TransformersSettings.ignored(json));
        } catch (Refusal e) {
            throw reader.placed(e);
        }
    }

    /** A line about what is ignored, if anything is. */
    public Optional<String> note() {
        boolean one = ignored.size() == 1;
        return ignored.isEmpty()
                ? Optional.empty()
                : Optional.of("generation_config.json: %s not followed: %s"
                        .formatted(one ? "a setting is" : "settings are", String.join(", ", shown())));
    }

    private List<String> shown() {
        return ignored.stream().limit(SHOWN).map(Shown::plain).toList();
    }

    private static GenerationOptions options(SettingReader reader, Seed seed) {
        boolean newOnes = reader.has("max_new_tokens");
        int length = newOnes ? 0 : reader.integer("max_length", DEFAULT_MAX_LENGTH, 2);
        int maxTokens = newOnes ? reader.integer("max_new_tokens", 1, 1) : length - 1;
        TokenRules rules = TokenRules.NONE
                .withRepetitionPenalty(reader.number("repetition_penalty", 1))
                .withNoRepeatNgram(reader.integer("no_repeat_ngram_size", 0, 0))
                .withNoCopyNgram(reader.integer("encoder_no_repeat_ngram_size", 0, 0))
                .withBadWords(reader.runs("bad_words_ids"))
                .withSuppressed(reader.ids("suppress_tokens"))
                .with(edges(reader))
                .with(bias(reader));
        // Of several ends, or the one that the model's config names.
        Stops stops = new Stops(reader.ids("eos_token_id"), reader.strings("stop_strings"), length);
        int candidates = reader.integer("num_return_sequences", 1, 1);
        return new GenerationOptions(maxTokens, decoding(reader, seed), rules, stops, candidates, false, start(reader));
    }

    // As transformers does: where a decoder's own start is not said, it begins as texts begin.
    private static OptionalInt start(SettingReader reader) {
        return Stream.of("decoder_start_token_id", "bos_token_id")
                .map(reader::id)
                .filter(OptionalInt::isPresent)
                .findFirst()
                .orElse(OptionalInt.empty());
    }

    private static TokenRules.Edges edges(SettingReader reader) {
        return new TokenRules.Edges(
                reader.integer("min_new_tokens", 0, 0),
                reader.integer("min_length", 0, 0),
                reader.ids("begin_suppress_tokens"),
                reader.id("forced_bos_token_id"),
                reader.ids("forced_eos_token_id"));
    }

    private static LogitBias bias(SettingReader reader) {
        return new LogitBias(
                reader.number("encoder_repetition_penalty", 1),
                reader.biases("sequence_bias"),
                reader.decay("exponential_decay_length_penalty"),
                reader.truth("renormalize_logits"));
    }

    private static Decoding decoding(SettingReader reader, Seed seed) {
        int beams = reader.integer("num_beams", 1, 1);
        Decoding.Cut cut = new Decoding.Cut(
                reader.integer("top_k", 50, 0),
                reader.number("top_p", 1),
                reader.number("min_p", 0),
                reader.number("typical_p", 1));
        double temperature = reader.number("temperature", 1);
        double penalty = reader.number("length_penalty", 1);
        Decoding.EarlyStopping stopping = reader.earlyStopping("early_stopping");
        boolean sampled = reader.truth("do_sample");
        if (beams > 1) {
            Refusal.require(!sampled, "do_sample and num_beams together are not supported");
            return new Decoding.BeamSearch(beams, penalty, stopping);
        }
        // Folders that do not sample may say 0, which means that.
        Refusal.require(temperature >= 0, "temperature must be positive, got %s", temperature);
        return sampled ? new Decoding.Sampling(temperature, cut, seed) : new Decoding.Greedy();
    }
}
