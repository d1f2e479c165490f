package dev.cloze.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.cloze.Refusal;
import dev.cloze.run.Training;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What run files and {@code --set} may grow to and read. */
@Timeout(20)
class RunFileSizeTest {

    private static final String SMALLEST = """
            tokenizer { type = bytes }
            data.sources = [{ type = json-lines, name = a, files = "text.jsonl" }]
            """;

    @TempDir
    Path folder;

    private static String doubling(String first, String twice) {
        return "define.a0 = " + first + "\n"
                + IntStream.rangeClosed(1, 40)
                        .mapToObj(i ->
                                "define.a%d = %s%n".formatted(i, twice.replace("@", "${define.a" + (i - 1) + "}")))
                        .collect(Collectors.joining());
    }

    static Stream<Arguments> growing() {
        String once = "unfold to has more than";
        String deep = "nested more than";
        return Stream.of(
                Arguments.of(doubling("[x]", "[@, @]"), once),
                Arguments.of(doubling("[x]", "@ @"), once),
                Arguments.of(doubling("x", "@@"), once),
                Arguments.of(doubling("{ x = 1 }", "{ x = @, y = @ }"), once),
                Arguments.of("define.a = [x]\n" + "define.a = ${define.a} ${define.a}\n".repeat(40), once),
                Arguments.of("define.a = x\n" + "define.a = ${define.a}${define.a}\n".repeat(40), once),
                Arguments.of("define.a = " + "[".repeat(30_000), deep),
                Arguments.of("define.a = " + "{ b = ".repeat(30_000), deep),
                Arguments.of("define" + ".a".repeat(30_000) + " = 1", deep),
                Arguments.of("define.a = ${define" + ".a".repeat(30_000) + "}", deep),
                Arguments.of(
                        "define { a0 = x\n"
                                + IntStream.range(1, 2000)
                                        .mapToObj(i -> "a%d = ${define.a%d}%n".formatted(i, i - 1))
                                        .collect(Collectors.joining())
                                + "}",
                        "refer to one another more than"),
                Arguments.of(
                        "define.a0 = [x]\n"
                                + IntStream.range(1, 90)
                                        .mapToObj(i -> "define.a%d = [[[[[ ${define.a%d} ]]]]]%n".formatted(i, i - 1))
                                        .collect(Collectors.joining()),
                        deep));
    }

    @ParameterizedTest
    @MethodSource("growing")
    void what_grows_without_bound_is_refused_before_it_grows(String text, String rule) {
        assertThatThrownBy(() -> read(SMALLEST + text))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("run.conf")
                .hasMessageContaining(rule);
    }

    @Test
    void files_that_include_one_another_many_times_are_refused() throws IOException {
        for (int i = 0; i < 15; i++) {
            String next = "include \"%d.conf\"%n".formatted(i + 1);
            Files.writeString(folder.resolve(i + ".conf"), "define.x { " + next + "}\ndefine.y { " + next + "}\n");
        }
        Files.writeString(folder.resolve("15.conf"), "z = 1");
        assertThatThrownBy(() -> read("include \"0.conf\"\n" + SMALLEST))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("a run has at most 200 includes");
    }

    @Test
    void nests_of_includes_at_their_deepest_still_bind() throws IOException {
        for (int i = 0; i < 3; i++) {
            String open =
                    "a { ".repeat(50) + (i < 2 ? "include \"%d.conf\"".formatted(i + 1) : "b = 1") + "}".repeat(50);
            Files.writeString(folder.resolve(i + ".conf"), open);
        }
        assertThat(read("define { include \"0.conf\" }\n" + SMALLEST).train().steps())
                .isPositive();
        for (int i = 2; i < 20; i++) {
            String open = "a { ".repeat(58) + "include \"%d.conf\"".formatted(i + 1) + "}".repeat(58);
            Files.writeString(folder.resolve(i + ".conf"), open);
        }
        Files.writeString(folder.resolve("20.conf"), "b = 1");
        assertThatThrownBy(() -> read("define { include \"0.conf\" }\n" + SMALLEST))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void references_that_stay_small_are_followed() throws IOException {
        Training run = read(SMALLEST + """
                define { size = 3, sizes = [${define.size}, ${define.size}] }
                define.sizes = ${define.sizes} ${define.sizes}
                batch.rows = ${define.size}
                train.steps = ${batch.rows}
                """);
        assertThat(run.train().steps()).isEqualTo(3);
    }

    @Test
    void what_is_set_includes_files_of_the_current_folder_and_nothing_else() throws IOException {
        Path more = Files.writeString(folder.resolve("more.conf"), "steps = 9, seed = 4");
        Training run = read(SMALLEST, "train={ include \"" + more.toAbsolutePath() + "\" }");
        assertThat(run.train().seed()).isEqualTo(4);
        assertThatThrownBy(() -> read(SMALLEST, "train={ include \"nowhere.conf\" }"))
                .hasMessage("--set: include \"nowhere.conf\": no such file beside --set");
        assertThatThrownBy(() -> read(SMALLEST, "train={ include classpath(\"defaults.conf\") }"))
                .hasMessage("--set: include takes the name of a file, got classpath(\"defaults.conf\")");
    }

    @Test
    void no_include_fetches_anything() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            String address =
                    "http://127.0.0.1:%d/run.conf".formatted(server.getAddress().getPort());
            for (String include : List.of("include url(\"" + address + "\")", "include \"" + address + "\"")) {
                assertThatThrownBy(() -> read(SMALLEST + include)).isInstanceOf(Refusal.class);
                assertThatThrownBy(() -> read(SMALLEST, "train={ " + include + " }"))
                        .isInstanceOf(Refusal.class)
                        .hasMessageStartingWith("--set: ");
            }
        } finally {
            server.stop(0);
        }
        assertThat(asked).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train={ steps = 1 }\nmodel = 3",
                "data.sources.0=${train.steps}",
                "data.sources.0={ name = ${nothing} }",
                "train={ steps = ${nothing} }",
                "train=[[[[",
                "train=[\0]",
                "train=\"\"\"",
                "train={ include \"\0\" }",
                "=3",
                "a..b=3",
                "train.steps=",
            })
    void what_is_set_badly_is_refused_in_one_line(String override) {
        assertThatThrownBy(() -> read(SMALLEST, override))
                .isInstanceOf(Refusal.class)
                .message()
                .isNotBlank()
                .doesNotContain("\n");
    }

    @Test
    void a_key_of_many_words_is_refused() {
        assertThatThrownBy(() -> read(SMALLEST, "a" + ".a".repeat(30_000) + "=1"))
                .isInstanceOf(Refusal.class)
                .hasMessage("--set: objects and lists are nested more than 60 deep");
        assertThatThrownBy(() -> read(SMALLEST, "a=" + "[".repeat(30_000))).isInstanceOf(Refusal.class);
    }

    private Training read(String text, String... overrides) throws IOException {
        Path file = Files.writeString(folder.resolve("run.conf"), text);
        return RunFile.read(file, List.of(overrides));
    }
}
