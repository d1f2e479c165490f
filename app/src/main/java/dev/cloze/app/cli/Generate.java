package dev.cloze.app.cli;

import dev.cloze.Refusal;

/** {@code cloze generate}. */
final class Generate {

    private Generate() {}

    static void run(GenerateOptions options, Terminal terminal) {
        terminal.err().flush();
        throw Refusal.at("generate", "this verb is not built yet");
    }
}
