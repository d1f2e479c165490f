package dev.cloze.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees who made a mistake: one line that names the place, exit code 2, no stack trace. */
class BadInputTest {

    private static final Path RUNS = Path.of("..", "runs");
    private static final Path QUICKSTART = RUNS.resolve("quickstart.conf");

    @TempDir
    private Path folder;

    private static void refused(TypedCommand typed, String... fragments) {
        assertThat(typed.code()).isEqualTo(Commands.REFUSED);
        assertThat(typed.lastLine()).contains(fragments);
        assertThat(typed.err()).doesNotContain("\tat ", "Exception");
    }

    private static TypedCommand run(String... words) {
        return TypedCommand.of(words);
    }

    private TypedCommand trainOn(Path text) {
        return run(
                "train",
                QUICKSTART.toString(),
                "--out",
                folder.resolve("out").toString(),
                "--set",
                "train.steps=1",
                "--set",
                "data.sources=[{ type = json-lines, name = text, files = \"" + text.toAbsolutePath() + "\" }]");
    }

    private Path text(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    @Test
    void a_missing_run_file_is_named() {
        refused(run("train", "nowhere.conf"), "nowhere.conf");
    }

    @Test
    void an_unknown_key_is_named_with_its_line_and_the_nearest_one() throws IOException {
        Path file = text("typo.conf", "include \"" + QUICKSTART.toAbsolutePath() + "\"\ntrain.stepz = 3\n");
        refused(run("train", file.toString(), "--check"), "stepz", "steps");
    }

    @Test
    void set_of_an_unknown_key_is_refused() {
        refused(run("train", QUICKSTART.toString(), "--check", "--set", "train.stepz=3"), "--set", "stepz", "steps");
    }

    @Test
    void a_missing_text_is_named() {
        refused(trainOn(folder.resolve("missing.jsonl")), "missing.jsonl", "no such file");
    }

    @Test
    void an_empty_text_is_named() throws IOException {
        refused(trainOn(text("empty.jsonl", "")), "empty.jsonl", "empty");
    }

    @Test
    void a_line_that_is_no_json_is_named() throws IOException {
        refused(trainOn(text("bad.jsonl", "{\"text\": \"fine enough\"}\nnot json\n")), "bad.jsonl", "2");
    }

    @Test
    void a_missing_field_is_named() throws IOException {
        refused(trainOn(text("other.jsonl", "{\"body\": \"x\"}\n")), "other.jsonl", "text");
    }

    @Test
    void a_broken_archive_is_named() throws IOException {
        refused(trainOn(text("broken.jsonl.zst", "this is no Zstandard frame at all")), "broken.jsonl.zst");
    }

    @Test
    void a_text_without_a_usable_token_is_refused() throws IOException {
        refused(trainOn(text("blank.jsonl", "{\"text\": \"\"}\n{\"text\": \"  \"}\n")), "text");
    }

    @Test
    void a_folder_without_a_model_is_named() {
        refused(run("fill", "--model", folder.toString(), "A <extra_id_0> b"), folder.toString(), "config.json");
    }

    @Test
    void an_unknown_option_is_refused() {
        refused(run("train", QUICKSTART.toString(), "--stepz", "3"), "--stepz");
    }
}
