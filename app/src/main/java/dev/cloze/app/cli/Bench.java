package dev.cloze.app.cli;

import dev.cloze.Refusal;

/** {@code cloze bench}. */
final class Bench {

    private Bench() {}

    static void run(BenchOptions options, Terminal terminal) {
        terminal.err().flush();
        throw Refusal.at("bench", "this verb is not built yet");
    }
}
