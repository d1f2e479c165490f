package dev.cloze.app.cli.option;

import picocli.CommandLine.Mixin;

/** What {@code cloze fill} is asked. */
public final class FillOptions {

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
    private final PrefixOption prefix = new PrefixOption();

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

    /** What stands before each text. */
    public PrefixOption prefix() {
        return prefix;
    }
}
