package dev.cloze.app.cli;

import dev.cloze.Refusal;

/** {@code cloze train}. */
final class Train {

    private Train() {}

    static void run(TrainOptions options, Terminal terminal) {
        terminal.err().flush();
        throw Refusal.at("train", "this verb is not built yet");
    }
}
