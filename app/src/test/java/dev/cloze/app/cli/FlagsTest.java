package dev.cloze.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The flags that users have in their scripts. A flag that goes or changes its meaning breaks them: change the list only with a
 * line in CHANGES.md. {@code mvn test -Dtest=FlagsTest -Dcloze.docs=write} writes it anew.
 */
class FlagsTest {

    private static final Path LIST = Path.of("src/test/resources/dev/cloze/app/cli/flags.txt");

    @Test
    void the_flags_are_those_that_were_promised() throws IOException {
        SortedSet<String> lines = new TreeSet<>();
        for (Verb verb : Verb.values()) {
            String first = verb.group().isEmpty() ? verb.word() : verb.group();
            Commands.root(first).getSubcommands().values().forEach(command -> describe(command, lines));
        }
        String flags = String.join("\n", lines) + "\n";
        if ("write".equals(System.getProperty("cloze.docs"))) {
            Files.createDirectories(LIST.getParent());
            Files.writeString(LIST, flags);
        }
        assertThat(LIST).content().isEqualTo(flags);
    }

    private static void describe(CommandLine command, SortedSet<String> lines) {
        String name = command.getCommandSpec().qualifiedName();
        for (ArgSpec position : command.getCommandSpec().positionalParameters()) {
            lines.add("%s %s %s".formatted(name, position.paramLabel(), arity(position)));
        }
        for (OptionSpec option : command.getCommandSpec().options()) {
            String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
            lines.add("%s %s%s %s".formatted(name, String.join("|", option.names()), value, arity(option)));
        }
        command.getSubcommands().values().forEach(sub -> describe(sub, lines));
    }

    private static String arity(ArgSpec argument) {
        return argument.required() ? "required" : argument.isMultiValue() ? "repeated" : "optional";
    }
}
