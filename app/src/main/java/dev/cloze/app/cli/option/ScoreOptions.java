package dev.cloze.app.cli.option;

import picocli.CommandLine.Mixin;

/** What {@code cloze score} is asked. */
public final class ScoreOptions extends TextWorkOptions {

    @Mixin
    private final TokenOptions tokens = new TokenOptions();

    /** What is told of tokens. */
    public TokenOptions tokens() {
        return tokens;
    }
}
