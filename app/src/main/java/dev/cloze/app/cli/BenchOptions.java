package dev.cloze.app.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code cloze bench} is asked. */
interface BenchOptions {

    @Parameters(paramLabel = "WORK", description = "train, generate, tokenize or data.")
    String work();

    @Option(names = "--json", description = "Prints one JSON object a line.")
    boolean json();
}
