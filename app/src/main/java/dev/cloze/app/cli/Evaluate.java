package dev.cloze.app.cli;

import dev.cloze.Refusal;

/** {@code cloze evaluate}. */
final class Evaluate {

    private Evaluate() {}

    static void run(EvaluateOptions options, Terminal terminal) {
        terminal.err().flush();
        throw Refusal.at("evaluate", "this verb is not built yet");
    }
}
