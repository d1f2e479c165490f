package dev.cloze.app.cli.option;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code cloze generate} is asked. */
public final class GenerateOptions {

    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Mixin
    private final PlacementOptions placement = new PlacementOptions();

    @Mixin
    private final TextOptions texts = new TextOptions();

    @Mixin
    private final BatchOption batch = new BatchOption();

    @Mixin
    private final DecodingOptions decoding = new DecodingOptions();

    @Mixin
    private final TokenOptions tokens = new TokenOptions();

    @Mixin
    private final PrefixOption prefix = new PrefixOption();

    @Option(names = "--stream", description = "Prints an answer as it is written, one text after the other.")
    private boolean stream;

    /** The model. */
    public ModelOptions model() {
        return model;
    }

    /** Where it computes. */
    public PlacementOptions placement() {
        return placement;
    }

    /** The texts. */
    public TextOptions texts() {
        return texts;
    }

    /** How many of them are worked on together. */
    public int batch() {
        return batch.size();
    }

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
