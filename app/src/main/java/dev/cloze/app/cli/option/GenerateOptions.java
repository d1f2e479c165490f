package dev.cloze.app.cli.option;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code cloze generate} is asked. */
public final class GenerateOptions extends TextWorkOptions {

    @Mixin
    private final DecodingOptions decoding = new DecodingOptions();

    @Mixin
    private final TokenOptions tokens = new TokenOptions();

    @Mixin
    private final PrefixOption prefix = new PrefixOption();

    @Option(names = "--stream", description = "Prints an answer as it is written, one text after the other.")
    private boolean stream;

    /** How it writes. */
    public DecodingOptions decoding() {
        return decoding;
    }

    /** What is told of tokens. */
    public TokenOptions tokens() {
        return tokens;
    }

    /** What stands before each text. */
    public PrefixOption prefix() {
        return prefix;
    }

    /** Whether answers are printed as they are written. */
    public boolean stream() {
        return stream;
    }
}
