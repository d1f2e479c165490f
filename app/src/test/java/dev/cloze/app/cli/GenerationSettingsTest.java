package dev.cloze.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a folder's generation_config.json and {@code --option} say acts, is named or is refused. */
class GenerationSettingsTest {

    @TempDir
    Path place;

    private Path model;

    @BeforeEach
    void save() {
        model = SmallModel.save(place.resolve("model"));
    }

    @Test
    void the_decoder_starts_where_the_folder_or_the_user_says() throws IOException {
        List<String> own = ids();
        List<String> asked = ids("--option", "decoder_start_token_id=7");
        assertThat(asked).isNotEqualTo(own);
        say("{\"decoder_start_token_id\": 7}");
        assertThat(ids()).isEqualTo(asked);
        assertThat(ids("--option", "decoder_start_token_id=0")).isEqualTo(own);
        say("{\"bos_token_id\": 7}");
        assertThat(ids()).isEqualTo(asked);
    }

    private List<String> ids(String... more) throws IOException {
        Path output = place.resolve("answers.jsonl");
        List<String> words = new ArrayList<>(List.of(more));
        words.addAll(List.of("--ids", "--output", output.toString(), "abc"));
        generate(words.toArray(String[]::new)).done();
        return Files.readAllLines(output);
    }

    @Test
    void settings_that_are_not_followed_are_named_once() throws IOException {
        say("{\"guidance_scale\": 1.5, \"penalty_alpha\": 0.6, \"num_beam_groups\": 1, \"max_new_tokens\": 4}");
        TypedCommand done = generate("--batch", "1", "abc", "def", "ghi").done();
        assertThat(done.err().lines().filter(line -> line.contains("followed")))
                .containsExactly(
                        "note: generation_config.json: settings are not followed: guidance_scale, penalty_alpha");
    }

    @ParameterizedTest
    @CsvSource({"do_sample=True,true", "do_sample=true,true", "do_sample=False,false", "do_sample=None,false"})
    void truth_is_read_as_python_and_json_write_it(String option, boolean samples) {
        String greedy = generate("abc").done().out();
        String said = generate("--option", option, "--seed", "5", "abc").done().out();
        assertThat(!said.equals(greedy)).isEqualTo(samples);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "use_cache=false | --option: 'use_cache' changes no text and is not taken",
                "output_scores=true | --option: 'output_scores' changes no text and is not taken",
                "guidance_scale=2 | --option: 'guidance_scale' is not a setting of generation that is followed",
                "top_p=0.5 | --option: 'top_p' does nothing without do_sample=true",
                "early_stopping=true | --option: 'early_stopping' does nothing without num_beams above 1",
                "do_sample=yes | do_sample must be true or false, got \"yes\"",
                "num_beams=4 5 | num_beams must be an integer, got \"4 5\"",
                "num_beams= | num_beams must be an integer, got \"\"",
                "forced_bos_token_id=384 | the forced first id must be below the model's vocab_size 384, got 384",
                "bad_words_ids=[[2147483647]] | an id of a bad word must be below the model's vocab_size 384",
            })
    void what_does_not_act_is_refused_in_one_line(String option, String message) {
        generate("--option", option, "abc").failed(Commands.REFUSED, message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"forced_bos_token_id", "decoder_start_token_id", "eos_token_id", "suppress_tokens"})
    void ids_that_the_model_does_not_have_are_refused_before_anything_is_written(String name) throws IOException {
        say("{\"%s\": 999999}".formatted(name));
        TypedCommand refused = generate("abc");
        refused.failed(Commands.REFUSED, "must be below the model's vocab_size 384, got 999999");
        assertThat(refused.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--max-tokens,0",
        "--max-tokens,-1",
        "--beams,0",
        "--beams,-3",
        "--temperature,-1",
        "--temperature,NaN",
        "--top-k,-1",
        "--candidates,0",
        "--batch,0",
        "--top-p,7"
    })
    void numbers_out_of_range_are_refused_in_one_line(String option, String value) {
        List<String> words = new ArrayList<>(List.of(option, value, "abc"));
        if (option.startsWith("--top")) {
            words.addAll(0, List.of("--temperature", "1"));
        }
        generate(words.toArray(String[]::new)).failed(Commands.REFUSED, value.equals("NaN") ? "NaN" : value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000000", "2147483647"})
    void room_is_taken_as_it_is_needed(String most) throws IOException {
        say("{\"forced_bos_token_id\": 1}");
        assertThat(generate("--max-tokens", most, "abc").done().out()).isEqualTo("\n");
        assertThat(generate("--max-tokens", most, "--beams", "4", "abc").done().out())
                .isEqualTo("\n");
    }

    private void say(String settings) throws IOException {
        Files.writeString(model.resolve("generation_config.json"), settings);
    }

    private TypedCommand generate(String... more) {
        List<String> words =
                new ArrayList<>(List.of("generate", "--model", model.toString(), "--precision", "float32"));
        if (!List.of(more).contains("--max-tokens")) {
            words.addAll(List.of("--max-tokens", "12"));
        }
        words.addAll(List.of(more));
        return TypedCommand.of(words.toArray(String[]::new));
    }
}
