package dev.cloze.app.cli.option;

import picocli.CommandLine.Option;

/** What is told of each token. */
public final class TokenOptions {

    @Option(names = "--ids", description = "Also tells the ids of the tokens.")
    private boolean ids;

    @Option(names = "--logprobs", description = "Also tells the tokens, each with its log-probability in nats.")
    private boolean logprobs;

    /** Whether ids are told. */
    public boolean ids() {
        return ids;
    }

    /** Whether log-probabilities are told. */
    public boolean logprobs() {
        return logprobs;
    }
}
