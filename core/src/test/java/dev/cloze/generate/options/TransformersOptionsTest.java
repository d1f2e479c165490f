package dev.cloze.generate.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.text.Tokens;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransformersOptionsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A value for each setting that is followed, and what must be said beside it for it to mean anything. */
    private static final Map<String, String> ACTING = Map.ofEntries(
            Map.entry("bad_words_ids", "{'bad_words_ids': [[3]]}"),
            Map.entry("begin_suppress_tokens", "{'begin_suppress_tokens': [3]}"),
            Map.entry("bos_token_id", "{'bos_token_id': 3}"),
            Map.entry("decoder_start_token_id", "{'decoder_start_token_id': 3}"),
            Map.entry("do_sample", "{'do_sample': true}"),
            Map.entry("early_stopping", "{'early_stopping': true, 'num_beams': 2}"),
            Map.entry("encoder_no_repeat_ngram_size", "{'encoder_no_repeat_ngram_size': 2}"),
            Map.entry("encoder_repetition_penalty", "{'encoder_repetition_penalty': 1.5}"),
            Map.entry("eos_token_id", "{'eos_token_id': 3}"),
            Map.entry("exponential_decay_length_penalty", "{'exponential_decay_length_penalty': [2, 1.5]}"),
            Map.entry("forced_bos_token_id", "{'forced_bos_token_id': 3}"),
            Map.entry("forced_eos_token_id", "{'forced_eos_token_id': [3, 4]}"),
            Map.entry("length_penalty", "{'length_penalty': 2.0, 'num_beams': 2}"),
            Map.entry("max_length", "{'max_length': 9}"),
            Map.entry("max_new_tokens", "{'max_new_tokens': 9}"),
            Map.entry("min_length", "{'min_length': 9}"),
            Map.entry("min_new_tokens", "{'min_new_tokens': 9}"),
            Map.entry("min_p", "{'min_p': 0.1, 'do_sample': true}"),
            Map.entry("no_repeat_ngram_size", "{'no_repeat_ngram_size': 2}"),
            Map.entry("num_beams", "{'num_beams': 2}"),
            Map.entry("num_return_sequences", "{'num_return_sequences': 2, 'num_beams': 3}"),
            Map.entry("renormalize_logits", "{'renormalize_logits': true}"),
            Map.entry("repetition_penalty", "{'repetition_penalty': 1.5}"),
            Map.entry("sequence_bias", "{'sequence_bias': [[[3], 1.5]]}"),
            Map.entry("stop_strings", "{'stop_strings': 'end'}"),
            Map.entry("suppress_tokens", "{'suppress_tokens': [3]}"),
            Map.entry("temperature", "{'temperature': 0.5, 'do_sample': true}"),
            Map.entry("top_k", "{'top_k': 3, 'do_sample': true}"),
            Map.entry("top_p", "{'top_p': 0.5, 'do_sample': true}"),
            Map.entry("typical_p", "{'typical_p': 0.5, 'do_sample': true}"));

    @Test
    void every_setting_that_is_followed_acts() throws IOException {
        assertThat(ACTING.keySet()).isEqualTo(TransformersSettings.FOLLOWED);
        for (Map.Entry<String, String> setting : ACTING.entrySet()) {
            ObjectNode with = json(setting.getValue());
            ObjectNode without = with.deepCopy();
            without.remove(setting.getKey());
            assertThat(parse(with).options())
                    .as(setting.getKey())
                    .isNotEqualTo(parse(without).options());
            assertThat(parse(with).ignored()).isEmpty();
        }
    }

    @Test
    void no_name_is_both_followed_and_without_effect() {
        assertThat(TransformersSettings.WITHOUT_EFFECT).doesNotContainAnyElementsOf(TransformersSettings.FOLLOWED);
    }

    @Test
    void the_decoder_begins_as_the_folder_says_and_else_as_texts_begin() {
        assertThat(options("{'decoder_start_token_id': 7, 'bos_token_id': 2}").start())
                .hasValue(7);
        assertThat(options("{'decoder_start_token_id': [7]}").start()).hasValue(7);
        assertThat(options("{'bos_token_id': 2}").start()).hasValue(2);
        assertThat(options("{'bos_token_id': null}").start()).isEqualTo(OptionalInt.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'guidance_scale': 1.5}",
                "{'num_beam_groups': 2}",
                "{'penalty_alpha': 0.6}",
                "{'diversity_penalty': 0.5}",
                "{'epsilon_cutoff': 0.1}",
                "{'force_words_ids': [[3]]}",
                "{'watermarking_config': {'bias': 2}}",
                "{'house_style': 'x'}"
            })
    void what_is_not_followed_is_named(String settings) throws IOException {
        String name = json(settings).fieldNames().next();
        assertThat(parse(json(settings)).ignored()).containsExactly(name);
        assertThat(parse(json(settings)).note())
                .hasValueSatisfying(note ->
                        assertThat(note).isEqualTo("generation_config.json: a setting is not followed: " + name));
    }

    @Test
    void what_is_at_rest_or_changes_no_token_is_not_named() {
        TransformersOptions quiet = parse("{'guidance_scale': 1.0, 'num_beam_groups': 1, 'diversity_penalty': 0,"
                + " 'penalty_alpha': null, 'remove_invalid_values': false, 'constraints': [], 'use_cache': true,"
                + " 'output_scores': true, 'transformers_version': '5.24.0', 'pad_token_id': 0}");
        assertThat(quiet.ignored()).isEmpty();
        assertThat(quiet.note()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'num_beams': 0}                    | num_beams must be at least 1, got 0",
                "{'num_beams': -4}                   | num_beams must be at least 1, got -4",
                "{'num_beams': 5000}                 | beams must be in [1, 1024], got 5000",
                "{'num_beams': 2.5}                  | num_beams must be an integer, got 2.5",
                "{'num_beams': '4'}                  | num_beams must be an integer, got \"4\"",
                "{'max_new_tokens': 0}               | max_new_tokens must be at least 1, got 0",
                "{'max_new_tokens': 99999999999}     | max_new_tokens must be an integer, got 99999999999",
                "{'max_length': 1}                   | max_length must be at least 2, got 1",
                "{'min_length': -1}                  | min_length must be at least 0, got -1",
                "{'min_new_tokens': -1}              | min_new_tokens must be at least 0, got -1",
                "{'no_repeat_ngram_size': -2}        | no_repeat_ngram_size must be at least 0, got -2",
                "{'num_return_sequences': 0}         | num_return_sequences must be at least 1, got 0",
                "{'num_return_sequences': 9999999, 'do_sample': true} | candidates must be in [1, 1024], got 9999999",
                "{'top_k': -1}                       | top_k must be at least 0, got -1",
                "{'top_p': 1.5}                      | top-p must be in (0, 1], got 1.5",
                "{'temperature': -1}                 | temperature must be positive, got -1.0",
                "{'temperature': 0, 'do_sample': true} | temperature must be positive, got 0.0",
                "{'do_sample': 'True'}               | do_sample must be true or false, got \"True\"",
                "{'do_sample': 1}                    | do_sample must be true or false, got 1",
                "{'early_stopping': 'sometimes'}     | early_stopping must be true, false or never, got \"sometimes\"",
                "{'repetition_penalty': 0}           | repetition penalty must be in [1.0E-6, 1000000.0], got 0.0",
                "{'repetition_penalty': 1e300}       | repetition penalty must be in [1.0E-6, 1000000.0], got 1.0E300",
                "{'length_penalty': 99, 'num_beams': 2} | length penalty must be in [-10.0, 10.0], got 99.0",
                "{'sequence_bias': [[[3], 1e300]]}   | a sequence bias must be in [-1.0E9, 1.0E9], got 1.0E300",
                "{'sequence_bias': [[[], 1]]}        | sequence_bias must be a list of [[ids], number], got [[[],1]]",
                "{'bad_words_ids': [[]]}             | bad_words_ids must be a list of lists of ids, got []",
                "{'bad_words_ids': [[-3]]}           | bad_words_ids must be ids, whole numbers from 0, got -3",
                "{'exponential_decay_length_penalty': [2.5, 1]} | must be a list of 2 numbers, the first whole, got [2.5,1]",
                "{'suppress_tokens': [-1]}           | suppress_tokens must be ids, whole numbers from 0, got -1",
                "{'decoder_start_token_id': [7, 8]}  | decoder_start_token_id must be one id, got [7,8]",
                "{'decoder_start_token_id': -7}      | decoder_start_token_id must be ids, whole numbers from 0, got -7",
                "{'stop_strings': [3]}               | stop_strings must be texts, got 3",
            })
    void what_cannot_be_meant_is_refused_with_its_place(String settings, String message) {
        assertThatThrownBy(() -> parse(settings))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("here: ")
                .hasMessageEndingWith(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'bad_words_ids': [[3], [4, 9]]}",
                "{'begin_suppress_tokens': [9]}",
                "{'bos_token_id': 9}",
                "{'decoder_start_token_id': 9}",
                "{'eos_token_id': [3, 9]}",
                "{'forced_bos_token_id': 9}",
                "{'forced_eos_token_id': 9}",
                "{'sequence_bias': [[[9, 3], 1]]}",
                "{'suppress_tokens': [9]}"
            })
    void ids_beyond_the_vocabulary_are_refused(String settings) {
        GenerationOptions options = options(settings);
        assertThatCode(() -> options.requireIdsBelow(10)).doesNotThrowAnyException();
        assertThatThrownBy(() -> options.requireIdsBelow(9))
                .isInstanceOf(Refusal.class)
                .hasMessageEndingWith("must be below the model's vocab_size 9, got 9");
    }

    @Test
    void many_bad_words_and_long_ones_cost_no_square() {
        ObjectNode many = JsonNodeFactory.instance.objectNode();
        ArrayNode words = many.putArray("bad_words_ids");
        ArrayNode whole = words.addArray();
        for (int i = 0; i < 400_000; i++) {
            words.addArray().add(i % 500);
            whole.add(i % 500);
        }
        TokenRuns runs = assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> parse(many).options().rules().badWords());
        assertThat(runs.all()).hasSize(400_001);
        assertThat(runs.alone()).hasSize(500);
        assertThat(runs.after(498)).hasSize(1);
        assertThat(runs.after(497)).isEmpty();
    }

    @Test
    void runs_are_found_by_what_stands_before_their_last() {
        TokenRuns runs = TokenRuns.of(List.of(Tokens.of(1), Tokens.of(1), Tokens.EMPTY, Tokens.of(2, 3)))
                .and(List.of(Tokens.of(9, 2, 4)));
        assertThat(runs.all()).hasSize(4);
        assertThat(runs.alone()).containsExactly(1);
        assertThat(runs.after(2)).containsExactly(Tokens.of(2, 3), Tokens.of(9, 2, 4));
        assertThat(runs.after(9)).isEmpty();
        assertThat(runs).isEqualTo(TokenRuns.of(runs.all())).hasSameHashCodeAs(TokenRuns.of(runs.all()));
        assertThat(runs).isNotEqualTo(TokenRuns.NONE);
        assertThat(Set.of(runs)).contains(TokenRuns.of(runs.all()));
    }

    private static GenerationOptions options(String json) {
        return parse(json).options();
    }

    private static TransformersOptions parse(String json) {
        try {
            return parse(json(json));
        } catch (IOException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private static TransformersOptions parse(ObjectNode json) {
        return TransformersOptions.parse(json, new Seed(0), "here");
    }

    private static ObjectNode json(String json) throws IOException {
        return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
    }
}
