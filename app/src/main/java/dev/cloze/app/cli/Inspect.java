package dev.cloze.app.cli;

import dev.cloze.Refusal;

/** {@code cloze inspect}. */
final class Inspect {

    private Inspect() {}

    static void run(InspectOptions options, Terminal terminal) {
        terminal.err().flush();
        throw Refusal.at("inspect", "this verb is not built yet");
    }
}
