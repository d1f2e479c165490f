package dev.cloze.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents name packages, classes and tests that there are. */
class DocumentsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern QUOTED = Pattern.compile("`([^`\n]+)`");
    private static final Pattern TEST = Pattern.compile("[A-Z]\\w*Test");
    private static final Pattern CLASS = Pattern.compile("(?:[a-z]\\w*\\.)+[A-Z]\\w*");

    @ParameterizedTest
    @ValueSource(strings = {"PAPERS.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "BENCHMARKS.md", "LAB.md"})
    void every_class_named_is_there(String document) throws IOException {
        Set<String> sources = sources();
        List<String> missing = QUOTED.matcher(Files.readString(ROOT.resolve(document)))
                .results()
                .map(result -> result.group(1))
                .flatMap(DocumentsTest::names)
                .distinct()
                .filter(name -> sources.stream().noneMatch(source -> source.endsWith("/" + name + ".java")))
                .toList();
        assertThat(missing).as("classes that %s names", document).isEmpty();
    }

    // A class with its package as the documents write it, without dev.cloze; a test by its name alone.
    private static Stream<String> names(String quoted) {
        return Stream.of(TEST, CLASS)
                .flatMap(pattern -> pattern.matcher(quoted)
                        .results()
                        .filter(result -> result.start() == 0)
                        .map(MatchResult::group)
                        .map(name -> name.replace('.', '/')));
    }

    private static Set<String> sources() {
        return Stream.of("text", "core", "seqio", "app", "examples")
                .flatMap(module -> walk(ROOT.resolve(module).resolve("src")))
                .map(path -> path.toString().replace('\\', '/'))
                .filter(path -> path.endsWith(".java"))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<Path> walk(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
