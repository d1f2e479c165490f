package dev.cloze.app;

import dev.cloze.app.cli.Commands;
import dev.cloze.app.cli.Terminal;
import java.util.List;

/** The {@code cloze} command. */
public final class Main {

    private Main() {}

    /** Runs one command and exits: 0 done, 1 a fault of the program or machine, 2 something the user can put right. */
    public static void main(String[] arguments) {
        System.exit(new Commands(Terminal.ofProcess()).run(List.of(arguments)));
    }
}
