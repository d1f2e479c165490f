package dev.cloze.app.cli;

import dev.cloze.Refusal;

/** {@code cloze fill}. */
final class Fill {

    private Fill() {}

    static void run(FillOptions options, Terminal terminal) {
        terminal.err().flush();
        throw Refusal.at("fill", "this verb is not built yet");
    }
}
