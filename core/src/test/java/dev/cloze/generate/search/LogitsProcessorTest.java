package dev.cloze.generate.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.generate.options.GenerationRequest;
import dev.cloze.generate.options.TransformersOptions;
import dev.cloze.tensor.Tensors;
import dev.cloze.text.Tokens;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** What each of transformers' settings does to the scores of six tokens, 1 of which ends a text. */
class LogitsProcessorTest {

    private static final float[] SCORES = {2, -1, 4, -3, 0.5f, 1};
    private static final float NEVER = Float.NEGATIVE_INFINITY;

    @Test
    void tokens_of_the_input_are_preferred() {
        assertThat(after("{'encoder_repetition_penalty': 2}", 0)).containsExactly(2, -1, 8, -1.5f, 0.5f, 1);
    }

    @Test
    void tokens_written_are_penalised() {
        assertThat(after("{'repetition_penalty': 2}", 0, 5, 3)).containsExactly(1, -1, 4, -6, 0.5f, 0.5f);
    }

    @Test
    void a_bias_waits_for_the_beginning_of_its_run_and_biases_add_up() {
        String biases = "{'sequence_bias': [[[5], 2.5], [[4, 5], -1], [[3, 3, 5], 9], [[2, 4, 0], 1]]}";
        assertThat(after(biases, 0, 4)).containsExactly(2, -1, 4, -3, 0.5f, 2.5f);
        assertThat(after(biases, 0, 2, 4)).containsExactly(3, -1, 4, -3, 0.5f, 2.5f);
    }

    @Test
    void the_end_draws_nearer() {
        String decay = "{'exponential_decay_length_penalty': [1, 3]}";
        assertThat(after(decay, 0, 4)).containsExactly(SCORES);
        assertThat(after(decay, 0, 4, 4)).containsExactly(2, -1 + 2, 4, -3, 0.5f, 1);
        assertThat(after(decay, 0, 4, 4, 4)).containsExactly(2, -1 + 8, 4, -3, 0.5f, 1);
    }

    @Test
    void what_may_not_come_first_may_come_later() {
        assertThat(after("{'begin_suppress_tokens': [2, 4]}", 0)).containsExactly(2, -1, NEVER, -3, NEVER, 1);
        assertThat(after("{'begin_suppress_tokens': [2, 4]}", 0, 3)).containsExactly(SCORES);
        String forced = "{'begin_suppress_tokens': [2], 'forced_bos_token_id': 5}";
        assertThat(after(forced, 0)).containsExactly(NEVER, NEVER, NEVER, NEVER, NEVER, 0);
        assertThat(after(forced, 0, 5)).containsExactly(2, -1, NEVER, -3, 0.5f, 1);
    }

    @Test
    void no_token_that_ends_a_text_comes_too_early() {
        String several = "{'eos_token_id': [1, 4], 'min_new_tokens': 2}";
        assertThat(after(several, 0, 3)).containsExactly(2, NEVER, 4, -3, NEVER, 1);
        assertThat(after(several, 0, 3, 3)).containsExactly(SCORES);
        assertThat(after("{'eos_token_id': 4, 'min_length': 3}", 0, 3)).containsExactly(2, -1, 4, -3, NEVER, 1);
        assertThat(after("{'min_length': 3}", 0, 3, 3)).containsExactly(SCORES);
    }

    @Test
    void bad_words_are_not_completed_and_ends_are_no_bad_words() {
        assertThat(after("{'bad_words_ids': [[1], [0], [3, 2]]}", 0, 3)).containsExactly(NEVER, -1, NEVER, -3, 0.5f, 1);
    }

    @Test
    void scores_become_log_probabilities_again() {
        float[] after = after("{'renormalize_logits': true, 'suppress_tokens': [2]}", 0);
        double sum = 0;
        for (float score : after) {
            sum += Math.exp(score);
        }
        assertThat(sum).isBetween(0.99999, 1.00001);
        assertThat(after[2]).isEqualTo(NEVER);
    }

    @Test
    void tokens_that_the_table_does_not_have_do_nothing() {
        assertThat(after("{'sequence_bias': [[[99], 1], [[4], 1]], 'suppress_tokens': [77]}", 0))
                .containsExactly(2, -1, 4, -3, 1.5f, 1);
    }

    @Test
    void what_is_not_a_setting_is_refused_by_name() {
        assertThatThrownBy(() -> options("{'sequence_bias': [[5, 2.5]]}"))
                .isInstanceOf(Refusal.class)
                .hasMessage("here: sequence_bias must be a list of [[ids], number], got [[5,2.5]]");
        assertThatThrownBy(() -> options("{'bad_words_ids': [5]}"))
                .isInstanceOf(Refusal.class)
                .hasMessage("here: bad_words_ids must be a list of lists of ids, got 5");
        assertThatThrownBy(() -> options("{'sequence_bias': 5}"))
                .isInstanceOf(Refusal.class)
                .hasMessage("here: sequence_bias must be a list of [[ids], number], got 5");
        assertThatThrownBy(() -> options("{'exponential_decay_length_penalty': 3}"))
                .isInstanceOf(Refusal.class)
                .hasMessage(
                        "here: exponential_decay_length_penalty must be a list of 2 numbers, the first whole, got 3");
        assertThatThrownBy(() -> options("{'suppress_tokens': ['a']}"))
                .isInstanceOf(Refusal.class)
                .hasMessage("here: suppress_tokens must be ids, whole numbers from 0, got \"a\"");
    }

    /** The scores that are left after the settings {@code json}, for a decoder that began with the first of {@code written}. */
    private static float[] after(String json, int... written) {
        GenerationRequest request = new GenerationRequest(Tokens.of(2, 3), options(json));
        GeneratedTokens row = GeneratedTokens.from(request, written[0]);
        for (int i = 1; i < written.length; i++) {
            row.add(written[i]);
        }
        try (PointerScope scope = new PointerScope()) {
            Tensor scores = Tensors.of(SCORES.clone(), 1, SCORES.length);
            new LogitsProcessor(new StoppingCriteria(1, Optional.empty())).apply(scores, List.of(row));
            return Tensors.floats(scores);
        }
    }

    private static GenerationOptions options(String json) {
        try {
            return TransformersOptions.parse(new ObjectMapper().readTree(json.replace('\'', '"')), new Seed(0), "here")
                    .options();
        } catch (IOException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
