package dev.cloze.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Java in the README is the code of a program that the build compiles and a test runs. */
class ReadmeExamplesTest {

    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void each_example_is_in_a_program_line_by_line() throws IOException {
        List<String> blocks = BLOCK.matcher(Files.readString(Path.of("../README.md")))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        assertThat(blocks).isNotEmpty();
        List<List<String>> programs = programs();
        assertThat(blocks)
                .allSatisfy(block -> assertThat(programs).anyMatch(program -> isIn(program, lines(block.lines()))));
    }

    private static boolean isIn(List<String> program, List<String> example) {
        Iterator<String> left = program.iterator();
        return example.stream().allMatch(line -> {
            while (left.hasNext()) {
                if (left.next().equals(line)) {
                    return true;
                }
            }
            return false;
        });
    }

    private static List<String> lines(Stream<String> lines) {
        return lines.map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    private static List<List<String>> programs() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/cloze/examples"))) {
            return files.map(ReadmeExamplesTest::read).toList();
        }
    }

    private static List<String> read(Path file) {
        try {
            return lines(Files.readString(file).lines());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
