package dev.cloze.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokenizers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTrainTest {

    private static final String TEXT =
            Path.of("..", "runs", "quickstart-data", "heldout-*.jsonl.zst").toString();

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    private int run(String file, String name, String... options) {
        List<String> words = new ArrayList<>(List.of("tokenizer", "train", file));
        words.addAll(List.of("--out", folder.resolve(name).toString()));
        words.addAll(List.of(options));
        Terminal terminal = new Terminal(
                new BufferedReader(new StringReader("")),
                new PrintWriter(new StringWriter(), true),
                new PrintWriter(err, true),
                false,
                false);
        return new Commands(terminal).run(words);
    }

    private byte[] model(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name).resolve("spiece.model"));
    }

    @Test
    void a_folder_is_written_that_every_other_command_opens() {
        int code = run(TEXT, "t5", "--vocab-size", "3000", "--byte-fallback", "--threads", "2");
        assertThat(code).as(err.toString()).isEqualTo(Commands.DONE);
        Tokenizer tokenizer = Tokenizers.load(folder.resolve("t5"));
        assertThat(tokenizer.vocabulary().size()).isEqualTo(3100);
        assertThat(tokenizer.vocabulary().sentinels().id(0)).isEqualTo(3099);
        String text = "Every person has <extra_id_0> rights.";
        assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
        assertThat(err.toString()).contains("candidates", "wrote");
    }

    @Test
    void sentinels_can_lie_inside_the_model() {
        assertThat(run(TEXT, "mt5", "--vocab-size", "3000", "--type", "bpe", "--sentinels-in", "model"))
                .as(err.toString())
                .isEqualTo(Commands.DONE);
        Tokenizer tokenizer = Tokenizers.load(folder.resolve("mt5"));
        assertThat(tokenizer.vocabulary().size()).isEqualTo(3000);
        assertThat(tokenizer.vocabulary().sentinels().id(0)).isEqualTo(102);
    }

    @Test
    void the_seed_decides_which_lines_are_drawn() throws IOException {
        Path text = folder.resolve("text.txt.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(text))) {
            for (int i = 0; i < 3000; i++) {
                out.write(Integer.toString(i * i, 7).concat(" abc\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        String[] names = {"a", "b", "c"};
        for (int i = 0; i < names.length; i++) {
            String seed = i == 2 ? "2" : "1";
            int code = run(
                    text.toString(), names[i], "--vocab-size", "60", "--input-sentence-size", "400", "--seed", seed);
            assertThat(code).as(err.toString()).isEqualTo(Commands.DONE);
        }
        assertThat(model("b")).isEqualTo(model("a"));
        assertThat(model("c")).isNotEqualTo(model("a"));
    }

    @Test
    void a_verb_of_a_group_is_told_its_mistakes() {
        assertThat(run(TEXT, "x", "--type", "words")).isEqualTo(Commands.REFUSED);
        assertThat(run("nowhere.txt", "x")).isEqualTo(Commands.REFUSED);
        assertThat(err.toString()).contains("--type: must be unigram or bpe", "nowhere.txt: no such file");
        assertThat(folder.resolve("x")).doesNotExist();
    }
}
