package dev.cloze.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users reach of generation: its options, scores and vectors. */
class WritingTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path place;

    private Path model;

    @BeforeEach
    void save() {
        model = SmallModel.save(place.resolve("model"));
    }

    @Test
    void settings_of_the_folder_hold_until_others_are_asked_for() throws IOException {
        JsonNode plain = generated("abc");
        Files.writeString(
                model.resolve("generation_config.json"),
                "{\"max_new_tokens\": 3, \"num_beams\": 2, \"num_return_sequences\": 1, \"unknown\": true}");
        JsonNode short3 = generated("abc");
        JsonNode longer = generated("--max-tokens", "40", "--beams", "1", "abc");
        // Sums of log-probabilities: the more tokens, the lower.
        assertThat(plain.path("scores").path(0).asDouble())
                .isLessThan(short3.path("scores").path(0).asDouble());
        assertThat(longer.path("scores").path(0).asDouble())
                .isLessThan(short3.path("scores").path(0).asDouble());
    }

    @Test
    void a_streamed_answer_is_the_whole_answer() {
        String whole = written("--max-tokens", "40", "--temperature", "1", "--seed", "4", "abc");
        assertThat(written("--max-tokens", "40", "--temperature", "1", "--seed", "4", "--stream", "abc"))
                .isEqualTo(whole);
    }

    @Test
    void any_setting_can_be_given_by_its_name() {
        String first = written("--max-tokens", "30", "abc");
        assertThat(written("--max-tokens", "30", "--option", "repetition_penalty=3.0", "abc"))
                .isNotEqualTo(first);
        assertThat(TypedCommand.of("generate", "--model", model.toString(), "--option", "no_such=1", "abc")
                        .err())
                .contains("--option: 'no_such' is not a setting of generation");
    }

    @Test
    void targets_are_scored_as_json_lines() throws IOException {
        JsonNode scored = JSON.readTree(TypedCommand.of("score", "--model", model.toString(), "an input", "a target")
                .done()
                .out());
        assertThat(scored.path("tokens").asInt()).isEqualTo("a target".length() + 1);
        assertThat(scored.path("mean").asDouble() * scored.path("tokens").asInt())
                .isCloseTo(scored.path("logProbability").asDouble(), within(1e-6));
        Path lines = place.resolve("pairs.jsonl");
        Files.writeString(lines, "{\"input\": \"an input\", \"target\": \"a target\"}\n{\"input\": 3}\n");
        assertThat(TypedCommand.of("score", "--model", model.toString(), "--input", lines.toString())
                        .err())
                .contains("pairs.jsonl: line 2", "field 'input' must be a string");
    }

    @Test
    void texts_become_vectors_that_do_not_depend_on_their_batch() throws IOException {
        JsonNode alone = embedded("a text")[0];
        JsonNode[] both = embedded("a text", "another one, longer");
        assertThat(alone.path("embedding")).hasSize(16);
        for (int i = 0; i < 16; i++) {
            assertThat(both[0].path("embedding").path(i).asDouble())
                    .isCloseTo(alone.path("embedding").path(i).asDouble(), within(0.02));
        }
    }

    private JsonNode[] embedded(String... texts) throws IOException {
        String[] words = new String[texts.length + 5];
        words[0] = "embed";
        words[1] = "--model";
        words[2] = model.toString();
        words[3] = "--precision";
        words[4] = "float32";
        System.arraycopy(texts, 0, words, 5, texts.length);
        List<String> lines = TypedCommand.of(words).done().out().lines().toList();
        JsonNode[] nodes = new JsonNode[lines.size()];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = JSON.readTree(lines.get(i));
        }
        return nodes;
    }

    private JsonNode generated(String... more) throws IOException {
        Path out = place.resolve("out.jsonl");
        String[] words = new String[more.length + 2];
        words[0] = "--output";
        words[1] = out.toString();
        System.arraycopy(more, 0, words, 2, more.length);
        written(words);
        return JSON.readTree(Files.readString(out));
    }

    private String written(String... more) {
        String[] words = new String[more.length + 5];
        words[0] = "generate";
        words[1] = "--model";
        words[2] = model.toString();
        words[3] = "--precision";
        words[4] = "float32";
        System.arraycopy(more, 0, words, 5, more.length);
        return TypedCommand.of(words).done().out();
    }
}
