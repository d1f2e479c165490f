package dev.cloze.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The commands of README.md and of docs/your-task.md as a user types them, from top to bottom. Training is made short and measuring speed is left to
 * {@code bench/}; everything else runs as it stands, on the model that the first command leaves.
 */
class ReadmeTest {

    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    private static final List<String> SHORT = List.of(
            "train.steps=2",
            "batch.rows=1",
            "batch.accumulate=1",
            "evaluate.batches=1",
            "evaluate.spans=2",
            "evaluate.samples=1");

    @TempDir
    private static Path folder;

    static Stream<String> commands() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(Path.of("..", "README.md")));
        lines.addAll(Files.readAllLines(Path.of("..", "docs", "your-task.md")));
        return lines.stream().filter(line -> line.startsWith("./cloze "));
    }

    @BeforeAll
    static void trainOnce() throws IOException {
        TypedCommand typed = TypedCommand.of(words(commands().findFirst().orElseThrow()));
        assertThat(typed.code()).as(typed.err()).isEqualTo(Commands.DONE);
        assertThat(folder.resolve("out/quickstart/model")).isNotEmptyDirectory();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void a_command_of_the_readme_does_its_work(String line) {
        String[] words = words(line);
        if (words[0].equals("bench")) {
            assertThat(Commands.root(words[0]).parseArgs(words).subcommand()).isNotNull();
            return;
        }
        TypedCommand typed = TypedCommand.of(words);
        assertThat(typed.code())
                .as("%s%n%s", String.join(" ", words), typed.err())
                .isEqualTo(Commands.DONE);
    }

    /** The words behind {@code ./cloze}, with paths as they are from the folder of the tests. */
    private static String[] words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line.replaceFirst("^\\./cloze ", "").replaceFirst("\\s+#.*", ""));
        while (matcher.find()) {
            words.add(here(matcher.group().replaceAll("['\"]", "")));
        }
        if (words.get(0).equals("train") && !words.contains("--check")) {
            String name = Path.of(words.get(1)).getFileName().toString().replace(".conf", "");
            if (!words.contains("--out")) {
                words.addAll(
                        List.of("--out", folder.resolve("out").resolve(name).toString()));
            }
            SHORT.forEach(setting -> words.addAll(List.of("--set", setting)));
        }
        return words.toArray(String[]::new);
    }

    private static String here(String word) {
        return word.replaceFirst("^runs/", "../runs/")
                .replaceFirst("^DIR$", "out/quickstart/model")
                .replace("/data/*.jsonl.zst", "../runs/quickstart-data/train-debian-nl.jsonl.zst")
                .replaceFirst("^(|--set=|[a-z.-]+=)out/", "$1" + folder.resolve("out") + "/");
    }
}
