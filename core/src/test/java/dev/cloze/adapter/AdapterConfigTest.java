package dev.cloze.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloze.Refusal;
import dev.cloze.adapter.target.Ranks;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdapterConfigTest {

    private static Adapter parse(String json) {
        try {
            return Adapter.parse(new ObjectMapper().readTree(json.replace('\'', '"')), "file");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void what_is_left_open_is_as_in_peft() {
        Lora lora = (Lora) parse("{'peft_type': 'LORA', 'target_modules': ['q']}");
        assertThat(lora).isEqualTo(Lora.of(Ranks.of(8, 8), "q"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'peft_type': 'LORA', 'r': 3, 'lora_alpha': 2.5, 'target_modules': '.*q', 'use_dora': true}",
                "{'peft_type': 'LORA', 'target_modules': ['q', 'k'], 'exclude_modules': ['x'], 'bias': 'lora_only',"
                        + " 'layers_to_transform': [1, 2], 'layers_pattern': 'h', 'modules_to_save': ['lm_head']}",
                "{'peft_type': 'LORA', 'target_modules': 'all-linear', 'rank_pattern': {'b': 2, 'a': 3},"
                        + " 'alpha_pattern': {'c': 4}, 'use_rslora': true, 'lora_dropout': 0.1, 'fan_in_fan_out': true}",
                "{'peft_type': 'IA3', 'target_modules': ['k', 'wo'], 'feedforward_modules': ['wo']}"
            })
    void what_is_written_is_read_as_the_same(String json) {
        Adapter adapter = parse(json);
        Adapter again = Adapter.parse(adapter.toJson(), "file");
        assertThat(again.toJson()).isEqualTo(adapter.toJson());
        assertThat(adapter.toJson().path("peft_type").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'peft_type': 'LOHA'} | file: peft_type must be one of",
                "{} | file: peft_type must be one of",
                "{'peft_type': 'LORA'} | file: target_modules must name at least one module",
                "{'peft_type': 'LORA', 'target_modules': ['q'], 'r': 0} | file: r must be a whole number in [1, 65536], got 0",
                "{'peft_type': 'LORA', 'target_modules': ['q'], 'r': 1e99} | file: r must be a whole number",
                "{'peft_type': 'LORA', 'target_modules': ['q'], 'r': 99999999999} | file: r must be a whole number",
                "{'peft_type': 'LORA', 'target_modules': ['q'], 'lora_dropout': 1} | file: lora_dropout must be a number",
                "{'peft_type': 'LORA', 'target_modules': ['q'], 'init_lora_weights': 'pissa'} | file: init_lora_weights must not",
                "{'peft_type': 'LORA', 'target_modules': ['q'], 'use_qalora': true} | file: use_qalora is not supported",
                "{'peft_type': 'LORA', 'target_modules': ['q'], 'bias': 'some'} | file: bias must be none, all or lora_only",
                "{'peft_type': 'LORA', 'target_modules': [1]} | file: target_modules must be a list of",
                "{'peft_type': 'LORA', 'target_modules': ['q'], 'rank_pattern': {'(': 1}} | file: rank_pattern: must be a regular",
                "{'peft_type': 'LORA', 'target_modules': ['q'], 'rank_pattern': [1]} | file: rank_pattern: expected a JSON object",
                "{'peft_type': 'LORA', 'target_modules': ['q'], 'layers_to_transform': ['a']} | file: layers_to_transform must be",
                "{'peft_type': 'IA3', 'target_modules': ['k'], 'feedforward_modules': {}} | file: feedforward_modules must be",
                "{'config': {'reduction_factor': 0.5}} | file: config: reduction_factor must be a number",
                "{'config': {'reduction_factor': {'0': 2}}} | file: config: reduction_factor must be a number",
                "{'config': {'non_linearity': 'sine'}} | file: config: non_linearity: must be relu, gelu",
                "{'config': {'architecture': 'lora'}} | file: config: architecture is not supported, got",
                "{'config': {'is_parallel': true}} | file: config: is_parallel is not supported, got",
                "{'config': {'leave_out': [1]}} | file: config: leave_out is not supported, got",
                "{'config': {'original_ln_after': false}} | file: config: original_ln_after and residual_before_ln must be",
                "{'config': 'compacter'} | file: config: expected a JSON object",
                "[] | file: expected a JSON object"
            })
    void what_does_not_hold_together_is_refused_in_one_line(String json, String message) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void long_patterns_and_names_are_refused_at_once() {
        String longName = "{'peft_type': 'LORA', 'target_modules': ['" + "q".repeat(100_000) + "']}";
        String longPattern = "{'peft_type': 'LORA', 'target_modules': '" + "(".repeat(1_000_000) + "'}";
        Assertions.assertTimeout(Duration.ofSeconds(1), () -> {
            assertThatThrownBy(() -> parse(longName)).isInstanceOf(Refusal.class);
            assertThatThrownBy(() -> parse(longPattern)).isInstanceOf(Refusal.class);
        });
    }
}
