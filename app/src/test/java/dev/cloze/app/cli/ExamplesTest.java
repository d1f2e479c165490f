package dev.cloze.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** The line in each command's help that a user may type. */
class ExamplesTest {

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    @ParameterizedTest
    @EnumSource(Verb.class)
    void the_help_of_a_command_ends_with_an_example_of_it(Verb verb) {
        List<String> words = new ArrayList<>(words(verb));
        words.add("--help");
        List<String> lines = TypedCommand.of(words.toArray(String[]::new))
                .done()
                .out()
                .lines()
                .toList();
        assertThat(lines).hasSizeGreaterThan(5);
        assertThat(lines.subList(lines.size() - 2, lines.size()))
                .containsExactly("Example:", "  ./cloze " + verb.example());
    }

    @ParameterizedTest
    @EnumSource(Verb.class)
    void an_example_is_a_command_as_it_stands(Verb verb) {
        List<String> words = words(verb.example());
        CommandLine root = Commands.root(words.get(0));
        ParseResult parsed = root.parseArgs(words.toArray(String[]::new));
        while (parsed.hasSubcommand()) {
            parsed = parsed.subcommand();
        }
        assertThat(parsed.commandSpec().qualifiedName()).isEqualTo("cloze " + String.join(" ", words(verb)));
        assertThat(parsed.matchedArgs()).isNotEmpty();
    }

    private static List<String> words(Verb verb) {
        return verb.group().isEmpty() ? List.of(verb.word()) : List.of(verb.group(), verb.word());
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        }
        return words;
    }
}
