package dev.cloze.app.cli.option;

import picocli.CommandLine.Mixin;

/** What {@code cloze fill} is asked. */
public final class FillOptions extends TextWorkOptions {

    @Mixin
    private final DecodingOptions decoding = new DecodingOptions();

    @Mixin
    private final PrefixOption prefix = new PrefixOption();

    /** How it writes. */
    public DecodingOptions decoding() {
        return decoding;
    }

    /** What stands before each text. */
    public PrefixOption prefix() {
        return prefix;
    }
}
