package dev.cloze.app.cli;

import dev.cloze.Refusal;
import dev.cloze.app.cli.lines.OutputLines;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Reads the words of a command, runs the verb and turns what went wrong into one line and an exit code: 2 where the user
 * can put it right, 1 for a fault of the program or the machine.
 */
public final class Commands {

    /** Exit code of a command that did its work. */
    public static final int DONE = 0;

    /** Exit code of a fault of the program or the machine. */
    public static final int FAULT = 1;

    /** Exit code of a request that the user can put right. */
    public static final int REFUSED = 2;

    private final Terminal terminal;

    /** Commands that read from and write to {@code terminal}. */
    public Commands(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Runs one command and gives its exit code. */
    public int run(List<String> words) {
        CommandLine root = root(words.isEmpty() ? "" : words.get(0));
        root.setOut(terminal.out()).setErr(terminal.err());
        root.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.coloured() ? Ansi.ON : Ansi.OFF));
        root.setParameterExceptionHandler((problem, ignored) -> refuse(problem));
        root.setExecutionStrategy(parsed -> execute(parsed, words.contains("--debug")));
        int code = root.execute(words.toArray(String[]::new));
        boolean lost = terminal.out().checkError();
        if (lost && code == DONE) {
            terminal.err().println("cloze: " + OutputLines.lost());
            code = FAULT;
        }
        terminal.err().flush();
        return code;
    }

    /** The command with the options of one verb; of the others it knows the name and purpose only, for speed. */
    static CommandLine root(String word) {
        CommandSpec spec = CommandSpec.create().name("cloze");
        spec.usageMessage()
                .description("Text-to-text transformers: teach them to fill gaps in text, measure and use them.");
        spec.mixinStandardHelpOptions(true).versionProvider(() -> new String[] {Version.line()});
        spec.addOption(debug());
        for (Verb verb : Verb.values()) {
            String first = verb.group().isEmpty() ? verb.word() : verb.group();
            CommandSpec holder = verb.group().isEmpty() ? spec : group(spec, verb.group());
            holder.addSubcommand(verb.word(), first.equals(word) ? whole(verb) : named(verb));
        }
        spec.usageMessage().synopsisSubcommandLabel("COMMAND");
        return new CommandLine(spec);
    }

    private static CommandSpec group(CommandSpec root, String name) {
        CommandLine known = root.subcommands().get(name);
        if (known != null) {
            return known.getCommandSpec();
        }
        CommandSpec group = CommandSpec.create();
        group.mixinStandardHelpOptions(true).versionProvider(() -> new String[] {Version.line()});
        group.usageMessage().description("Work on a %s.".formatted(name)).synopsisSubcommandLabel("COMMAND");
        root.addSubcommand(name, group);
        return group;
    }

    private static CommandSpec whole(Verb verb) {
        CommandLine command = new CommandLine(verb.options());
        command.getCommandSpec().mixinStandardHelpOptions(true).addOption(debug());
        command.getCommandSpec().versionProvider(() -> new String[] {Version.line()});
        command.getCommandSpec()
                .usageMessage()
                .description(verb.purpose())
                .footer("%nExample:%n  ./cloze " + verb.example());
        return command.getCommandSpec();
    }

    private static CommandSpec named(Verb verb) {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage().description(verb.purpose());
        return spec;
    }

    private static OptionSpec debug() {
        return OptionSpec.builder("--debug")
                .description("Print the stack trace of an error.")
                .build();
    }

    private int execute(ParseResult parsed, boolean debug) {
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandSpec chosen = last.commandSpec();
        if (chosen.userObject() == null) {
            chosen.commandLine().usage(terminal.out());
            return REFUSED;
        }
        return run(chosen, debug);
    }

    // The one place that catches everything: a command never ends in a stack trace that nobody asked for.
    private int run(CommandSpec chosen, boolean debug) {
        try {
            Verb.of(chosen.qualifiedName().replaceFirst("^cloze ", "")).run(chosen.userObject(), terminal);
            return DONE;
        } catch (Exception | LinkageError | VirtualMachineError problem) {
            if (debug) {
                problem.printStackTrace(terminal.err());
            }
            terminal.err().println("cloze: " + Message.of(problem));
            return problem instanceof Refusal ? REFUSED : FAULT;
        }
    }

    private int refuse(ParameterException problem) {
        String name = problem.getCommandLine().getCommandSpec().qualifiedName();
        terminal.err().printf("%s: %s (see '%s --help')%n", name, Message.of(problem), name);
        return REFUSED;
    }
}
